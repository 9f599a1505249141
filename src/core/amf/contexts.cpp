#include "core/amf/contexts.hpp"

#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

constexpr std::uint8_t record_version = 1;
constexpr std::size_t max_tais = 64, max_slices = 16, max_sessions = 15;

template <class At>
void plmn(At& at, Plmn& value) {
  Octets<3> octets = value.octets();
  at.octets("PLMN", octets);
  if constexpr (At::reading) {
    auto read = Plmn::from_octets(octets);
    at.require(read.has_value() || at.failed(), "PLMN");
    if (read) value = *read;
  }
}

struct GutiField {
  Guti guti;
  void layout(auto& at) {
    plmn(at, guti.guami.plmn);
    at.number(1, "region", guti.guami.region);
    at.number(2, "set", guti.guami.set);
    at.number(1, "pointer", guti.guami.pointer);
    at.number(4, "TMSI", guti.tmsi);
  }
};

struct TaiField {
  Tai tai;
  void layout(auto& at) {
    plmn(at, tai.plmn);
    at.number(3, "TAC", tai.tac);
  }
};

struct SliceField {
  Snssai slice;
  void layout(auto& at) {
    at.number(1, "SST", slice.sst);
    bool with_sd = slice.sd.has_value();
    at.flag("with SD", with_sd);
    at.spare(7);
    if (at.has(with_sd, slice.sd)) at.number(3, "SD", *slice.sd);
  }
};

struct SessionField {
  PduSessionId id;
  SliceField slice;
  std::string dnn;
  void layout(auto& at) {
    at.number(1, "PDU session ID", id);
    at.object("slice", slice);
    at.sized(1, "DNN", [&](auto& in) { in.rest("DNN", dnn); });
  }
};

struct KeysField {
  Octets<32> k_amf{};
  std::uint8_t ng_ksi = 0, ciphering = 0, integrity = 0;
  std::uint32_t uplink_next = 0, downlink_next = 0;  // downlink: above all that may have been used
  void layout(auto& at) {
    at.octets("K_AMF", k_amf);
    at.number(1, "ngKSI", ng_ksi);
    at.number(1, "ciphering", ciphering);
    at.number(1, "integrity", integrity);
    at.number(4, "uplink COUNT", uplink_next);
    at.number(4, "downlink COUNT", downlink_next);
  }
};

template <class T>
void list(auto& at, const char* field, std::vector<T>& items, std::size_t limit) {
  auto count = std::uint8_t(items.size());
  at.number(1, field, count);
  at.repeat(field, items, limit, count, [&](T& item) { at.object(field, item); });
}

struct Record {
  std::uint8_t version = record_version;
  std::string supi;
  bool registered = false, has_mm_capability = false, s1_mode = false, known_at_udm = false;
  std::uint8_t drx = 0;
  KeysField keys;
  Bytes capability;              // as on the air
  std::vector<GutiField> gutis;  // the valid one, then the old one
  TaiField tai;
  std::vector<TaiField> area, old_area;
  std::vector<SliceField> allowed;
  std::vector<SessionField> sessions;
  std::string imeisv;
  Bytes radio_capability;
  std::uint64_t registered_since = 0, last_seen = 0;  // seconds of wall time

  void layout(auto& at) {
    at.number(1, "version", version);
    at.require(version == record_version, "version");
    at.sized(1, "SUPI", [&](auto& in) { in.rest("SUPI", supi); });
    at.flag("registered", registered);
    at.flag("5GMM capability", has_mm_capability);
    at.flag("S1 mode", s1_mode);
    at.flag("known at the UDM", known_at_udm);
    at.bits(4, "DRX", drx);
    at.object("keys", keys);
    at.sized(1, "UE security capability", [&](auto& in) { in.rest("UE security capability", capability); });
    list(at, "GUTIs", gutis, 2);
    at.object("TAI", tai);
    list(at, "registration area", area, max_tais);
    list(at, "old registration area", old_area, max_tais);
    list(at, "allowed NSSAI", allowed, max_slices);
    list(at, "sessions", sessions, max_sessions);
    at.sized(1, "IMEISV", [&](auto& in) { in.rest("IMEISV", imeisv); });
    at.sized(3, "radio capability", [&](auto& in) { in.rest("radio capability", radio_capability); });
    at.number(8, "registered since", registered_since);
    at.number(8, "last seen", last_seen);
  }
};

template <class Field, class Value>
std::vector<Field> fields(const std::vector<Value>& values) {
  std::vector<Field> out;
  out.reserve(values.size());
  for (auto& v : values) out.push_back(Field{v});
  return out;
}

std::uint64_t seconds(WallTime time) {
  auto n = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  return n < 0 ? 0 : std::uint64_t(n);
}
WallTime wall(std::uint64_t since_epoch) { return WallTime(std::chrono::seconds(since_epoch & 0xFFFFFFFF)); }

Record record_of(const Ue& ue, std::uint32_t downlink_reserved) {
  Record r;
  r.supi = ue.supi.digits();
  r.registered = ue.rm == Rm::registered;
  r.has_mm_capability = ue.has_mm_capability;
  r.s1_mode = ue.mm_capability.s1_mode;
  r.known_at_udm = ue.known_at_udm;
  r.drx = ue.drx ? ue.drx->value & 15 : 0;
  auto& context = ue.security->context();
  r.keys = {
      context.k_amf,       context.ng_ksi.value, std::uint8_t(context.algorithms.ciphering), std::uint8_t(context.algorithms.integrity),
      context.uplink_next, downlink_reserved};
  r.capability = codec::encode(ue.capability);
  if (ue.guti) r.gutis.push_back({*ue.guti});
  if (ue.guti && ue.old_guti) r.gutis.push_back({*ue.old_guti});
  r.tai = {ue.tai};
  r.area = fields<TaiField>(ue.area);
  r.old_area = fields<TaiField>(ue.old_area);
  r.allowed = fields<SliceField>(ue.allowed);
  for (auto& s : ue.sessions) r.sessions.push_back({s.id, {s.slice}, s.dnn});
  r.imeisv = ue.imeisv;
  r.radio_capability = ue.radio_capability;
  r.registered_since = seconds(ue.registered_since);
  r.last_seen = seconds(ue.last_seen);
  return r;
}

}  // namespace

std::string record_key(const Supi& supi) { return "ue/" + supi.digits(); }

void save(Net& net, Ue& ue) {
  auto* journal = net.listeners.journal;
  if (!journal || ue.supi.empty() || ue.gone || !ue.security) return;
  // What the record before this one allows holds as soon as that one is durable; what this one allows, later.
  if (ue.record != 0 && journal->durable() >= ue.record) ue.count_limit = ue.count_reserved;
  ue.count_reserved = ue.security->next_send() + reserved_counts;
  if (ue.record == 0) ue.count_limit = ue.count_reserved;  // until a record of these keys is durable nothing can go wrong with them
  ue.record = journal->put(record_key(ue.supi), codec::encode(record_of(ue, ue.count_reserved)));
}

void erase_record(Net& net, const Supi& supi) {
  if (net.listeners.journal && !supi.empty()) net.listeners.journal->erase(record_key(supi));
}

bool count_is_safe(Net& net, Ue& ue) {
  auto* journal = net.listeners.journal;
  if (!journal || ue.record == 0) return true;
  std::uint32_t next = ue.security->next_send();
  if (next + reserved_counts / 2 >= ue.count_reserved) save(net, ue);
  if (journal->durable() >= ue.record) ue.count_limit = ue.count_reserved;
  return next < ue.count_limit;
}

Result<Nothing, codec::WireError> restore_context(Net& net, const std::string& key, ByteView octets) {
  auto r = codec::decode<Record>(octets);
  if (!r) return Fail(r.error());
  auto wrong = [](const char* field) { return Fail(codec::WireError{codec::WireError::Kind::bad_value, 0, field, 0}); };
  auto supi = Supi::parse(r->supi);
  if (!supi || supi->empty() || record_key(*supi) != key || net.find(*supi)) return wrong("SUPI");
  auto capability = codec::decode<nas::UeSecurityCapability>(r->capability);
  if (!capability) return Fail(capability.error());
  nas::SecurityAlgorithms algorithms{nas::CipherAlgorithm(r->keys.ciphering), nas::IntegrityAlgorithm(r->keys.integrity)};
  auto context = nas::SecurityContext::make(r->keys.k_amf, nas::KeySetId::native(r->keys.ng_ksi), algorithms);
  if (!context || r->keys.ng_ksi > 6) return wrong("keys");
  context->uplink_next = r->keys.uplink_next;
  context->downlink_next = r->keys.downlink_next;

  Ue& ue = net.new_stranger();
  net.prove(ue, *supi);
  ue.security.emplace(nas::Side::network, std::move(*context));
  ue.capability = std::move(*capability);
  ue.has_mm_capability = r->has_mm_capability;
  ue.mm_capability.s1_mode = r->s1_mode;
  ue.known_at_udm = r->known_at_udm;
  if (r->drx != 0) ue.drx = nas::DrxParameters{r->drx};
  // A GUTI of a GUAMI that is no longer ours is not the phone's any more: it will be asked who it is.
  if (!r->gutis.empty() && net.gutis.take(r->gutis[0].guti, ue)) ue.guti = r->gutis[0].guti;
  if (ue.guti && r->gutis.size() > 1 && net.gutis.take(r->gutis[1].guti, ue)) ue.old_guti = r->gutis[1].guti;
  ue.tai = r->tai.tai;
  for (auto& t : r->area) ue.area.push_back(t.tai);
  for (auto& t : r->old_area) ue.old_area.push_back(t.tai);
  for (auto& s : r->allowed) ue.allowed.push_back(s.slice);
  for (auto& s : r->sessions) ue.sessions.push_back(Session{s.id, s.slice.slice, s.dnn});
  ue.imeisv = r->imeisv;
  ue.radio_capability = std::move(r->radio_capability);
  if (r->registered) net.set_rm(ue, Rm::registered);
  ue.registered_since = wall(r->registered_since);
  ue.last_seen = wall(r->last_seen);
  // Everything below what the record has reserved may have been used. More is reserved when the phone comes, and its first message waits
  // for that (uplink.cpp); reserving at every start would leave a phone behind that hears nothing through several of them.
  ue.record = 1;
  ue.count_reserved = ue.count_limit = ue.security->next_send();
  supervise_idle(net, ue);
  return Nothing{};
}

}  // namespace pellucid::amf
