#include "core/upf/counters.hpp"

#include "base/check.hpp"

namespace pellucid::upf {

std::string_view name(Count count) {
  static constexpr std::string_view names[] = {"uplink_packets",
                                               "uplink_octets",
                                               "downlink_packets",
                                               "downlink_octets",
                                               "relayed_packets",
                                               "buffered_packets",
                                               "flushed_packets",
                                               "echo_requests",
                                               "error_indications_in",
                                               "error_indications_out",
                                               "end_markers_in",
                                               "end_markers_out",
                                               "extension_notifications_out",
                                               "router_advertisements",
                                               "no_container",
                                               "drop_malformed_gtpu",
                                               "drop_unknown_message",
                                               "drop_unknown_teid",
                                               "drop_wrong_peer",
                                               "drop_unknown_extension",
                                               "drop_malformed_ip",
                                               "drop_spoofed",
                                               "drop_link_local",
                                               "drop_no_rule",
                                               "drop_no_session",
                                               "drop_rule",
                                               "drop_no_tunnel",
                                               "drop_gate",
                                               "drop_rate",
                                               "drop_buffer_full",
                                               "drop_buffer_aged",
                                               "drop_buffer_discarded",
                                               "drop_send_failed",
                                               "drop_event_queue"};
  static_assert(std::size(names) == counts);
  return names[std::size_t(count)];
}

}  // namespace pellucid::upf
