#include "link/snmp/manager.hpp"

#include <algorithm>

namespace pellucid::snmp {

Io<UdpSocket*> Manager::socket_for(const IpAddress& to) {
  auto& socket = to.is_v6() ? v6_ : v4_;
  if (!socket) {
    IpAddress any = to.is_v6() ? IpAddress::v6({}) : IpAddress::v4(0u);
    bool ours = !local_.is_none() && local_.is_v6() == to.is_v6();
    auto opened = world_->open_udp({ours ? local_ : any, 0}, [this](const Endpoint& from, ByteView datagram) { receive(from, datagram); });
    if (!opened.ok()) return Fail(opened.error());
    socket = std::move(*opened);
  }
  return socket.get();
}

void Manager::receive(const Endpoint& from, ByteView datagram) {
  ++counters_.received;
  if (!asked_.contains(from)) {
    ++counters_.strangers;
    return;
  }
  auto message = decode(datagram);
  if (!message.ok()) {
    ++counters_.malformed;
    return;
  }
  std::optional<std::int32_t> id;
  if (auto* secure = std::get_if<SecureMessage>(&*message))
    id = secure->id;
  else if (auto* pdu = std::get_if<Pdu>(&std::get<Community>(*message).pdu))
    id = pdu->request_id;
  auto found = id ? outstanding_.find(*id) : outstanding_.end();
  if (found == outstanding_.end() || found->second->to_ != from) {
    ++counters_.unexpected;
    return;
  }
  found->second->arrived_.put({to_bytes(datagram), std::move(*message)});
}

Exchange::Exchange(Manager& manager, const Endpoint& to) : manager_(&manager), to_(to), arrived_(*manager.world_) { ++manager.asked_[to]; }

Exchange::~Exchange() {
  for (auto id : ids_) manager_->outstanding_.erase(id);
  auto asked = manager_->asked_.find(to_);
  if (asked != manager_->asked_.end() && --asked->second == 0) manager_->asked_.erase(asked);
}

std::optional<std::int32_t> Exchange::new_id() {
  if (manager_->outstanding_.size() >= Manager::max_outstanding) return {};
  for (;;) {
    auto id = std::int32_t(manager_->world_->random_number<std::uint32_t>() & 0x7FFFFFFF);
    if (id == 0 || !manager_->outstanding_.try_emplace(id, this).second) continue;
    ids_.push_back(id);
    return id;
  }
}

bool Exchange::has_id(std::int32_t id) const { return std::find(ids_.begin(), ids_.end(), id) != ids_.end(); }

Io<Nothing> Exchange::send(ByteView octets) {
  auto socket = manager_->socket_for(to_.address);
  if (!socket.ok()) return Fail(socket.error());
  ++manager_->counters_.sent;
  (*socket)->send(to_, octets);
  return Nothing{};
}

}  // namespace pellucid::snmp
