#pragma once
// The NGAP engine: codec::Per with NGAP's IE containers and comprehension rules (TS 38.413 §10.3). Included by the .cpp files
// of this room only. Rows of a message's table:
//
//   void NgSetupRequest::ies(At& at) {
//     at.ie(27, reject, "GlobalRANNodeID", node);          // mandatory
//     at.ie(82, ignore, "RANNodeName", name, name_text);   // std::optional: optional or conditional
//     at.some_ie(102, reject, "SupportedTAList", tas, …);  // optional list, empty when absent
//     at.flag_ie(147, ignore, "UERetentionInformation", ues_retained, "ues-retained");
//     at.held_ie(204, ignore, "NB-IoT-DefaultPagingDRX");  // known by name, kept as octets in `unknown`
//   }
//
// Rows of a structure, besides those of Per, in its iE-Extensions: extension, some_extension, flag_extension,
// held_extension. What is read and not understood goes to the diagnostics with the criticality that was received.
#include <optional>
#include <utility>
#include <vector>

#include "codec/per.hpp"
#include "wire/ngap/diagnostics.hpp"
#include "wire/ngap/ies.hpp"
#include "wire/ngap/procedures.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::ngap {

using codec::Bits;
using codec::extensible;
using codec::Range;
using codec::Size;
using NasPrinter = std::function<Tree(ByteView)>;

/// One row of an IE table.
struct Row {
  std::uint16_t id;
  Criticality criticality;
  const char* name;
  bool mandatory;
};

class At : public codec::Per {
 public:
  At(ByteView in, Diagnostics& diagnostics) : Per(Variant::aligned, in), diagnostics_(&diagnostics) {}
  /// Writes, prints (NAS messages through `nas_printer` if there is one) or invents.
  explicit At(Mode mode, const Draw* draw = nullptr, const NasPrinter* nas_printer = nullptr)
      : Per(Variant::aligned, mode, draw), nas_printer_(nas_printer) {}

  // ---- Rows of messages ----------------------------------------------------------------------------------------------

  template <class T, class... C>
  void ie(std::uint16_t id, Criticality criticality, const char* name, T& v, const C&... constraint) {
    row({id, criticality, name, true}, true, [&] { value(v, constraint...); });
  }
  template <class T, class... C>
  void ie(std::uint16_t id, Criticality criticality, const char* name, std::optional<T>& v, const C&... constraint) {
    bool there = reading() ? false : inventing() ? draw(2) == 1 : v.has_value();
    if (!there) v.reset();
    bool understood = row({id, criticality, name, false}, there, [&] { value(v ? *v : v.emplace(), constraint...); });
    if (!understood) v.reset();
  }
  template <class T, class... C>
  void some_ie(std::uint16_t id, Criticality criticality, const char* name, std::vector<T>& v, const C&... constraint) {
    bool there = reading() ? false : inventing() ? draw(2) == 1 : !v.empty();
    if (!there) v.clear();
    bool understood = row({id, criticality, name, false}, there, [&] { value(v, constraint...); });
    if (!understood) v.clear();
  }
  void flag_ie(std::uint16_t id, Criticality criticality, const char* name, bool& v, const char* word) {
    v = reading() ? false : inventing() ? draw(2) == 1 : v;
    bool understood = row({id, criticality, name, false}, v, [&] { only(word), v = true; });
    if (!understood) v = false;
  }
  void held_ie(std::uint16_t id, Criticality criticality, const char* name);
  /// Of a conditional IE, behind all rows: is it there if it is `needed`?
  template <class T>
  void condition(bool needed, std::uint16_t id, Criticality criticality, std::optional<T>& v) {
    if (!needed || v || failed()) return;
    if (reading()) diagnostics_->add(criticality, id, TypeOfError::missing);
    if (inventing()) v.emplace();
  }

  // ---- Rows of structures: iE-Extensions -----------------------------------------------------------------------------

  template <class T, class... C>
  void extension(std::uint16_t id, Criticality criticality, const char* name, std::optional<T>& v, const C&... constraint) {
    if (phase_ == Phase::presence) extensions_ += v.has_value();
    if (phase_ == Phase::tail) ie(id, criticality, name, v, constraint...);
  }
  template <class T, class... C>
  void some_extension(std::uint16_t id, Criticality criticality, const char* name, std::vector<T>& v, const C&... constraint) {
    if (phase_ == Phase::presence) extensions_ += !v.empty();
    if (phase_ == Phase::tail) some_ie(id, criticality, name, v, constraint...);
  }
  void flag_extension(std::uint16_t id, Criticality criticality, const char* name, bool& v, const char* word) {
    if (phase_ == Phase::presence) extensions_ += v;
    if (phase_ == Phase::tail) flag_ie(id, criticality, name, v, word);
  }
  void held_extension(std::uint16_t id, Criticality criticality, const char* name) {
    if (phase_ == Phase::tail) held_ie(id, criticality, name);
  }

  // ---- Containers ----------------------------------------------------------------------------------------------------

  /// SEQUENCE { protocolIEs ProtocolIE-Container {{rows}}, ... }: a message, or a transfer of that form.
  template <class M>
  void message(M& m) {
    message(m.unknown, [&] { m.ies(*this); });
  }
  template <class Rows>
  void message(Unknown& unknown, Rows rows) {
    if (printing()) {
      Tree saved = std::exchange(object_, Tree::object());
      container(unknown, 0, rows);
      shown_ = std::exchange(object_, std::move(saved));
      return;
    }
    bool extended = message_begin(unknown);
    container(unknown, 0, rows);
    if (extended) raw_additions(unknown.additions);
  }
  /// A structure whose `fields` are its components; with an extension marker unless it says otherwise, and iE-Extensions.
  template <class T, class... C>
  void structure(T& v, const C&... c) {
    if constexpr (requires { T::extension_marker; })
      sequence(v, codec::Extensible(T::extension_marker), v.unknown.additions, c...);
    else
      sequence(v, extensible, v.unknown.additions, c...);
  }
  template <class T>
  bool tail_presence(T& v) {
    bool there = std::exchange(extensions_, 0) > 0 || !v.unknown.ies.empty();
    bit(there);
    return there || inventing();
  }
  template <class T, class... C>
  void tail(T& v, bool there, const C&... c) {
    if (!there) return;
    Phase outer = std::exchange(phase_, Phase::tail);
    container(v.unknown, 1, [&] { v.fields(*this, c...); });
    phase_ = outer;
  }

  /// A CHOICE of one alternative and choice-Extensions. A received extension leaves `v` as it is.
  template <class T, class... C>
  void only_alternative(const char* name, T& v, const C&... constraint) {
    std::uint64_t index = 0;
    choose(index, 2, 1);
    if (index == 1) return skip_choice_extension();
    value(v, constraint...);
    if (printing()) shown_ = Tree(Tree::Object{{name, std::exchange(shown_, {})}});
  }
  /// The ProtocolIE-Field of choice-Extensions: reads it, notes it as not understood, and strange.
  void choice_extension(ChoiceExtension& v);
  /// As `choice_extension`, with a content that is known under `id`. False: another one was received, and noted.
  template <class Body>
  bool choice_extension(std::uint16_t id, Criticality criticality, Body body) {
    std::uint64_t read_id = id;
    auto read_criticality = criticality;
    field_head(read_id, read_criticality);
    if (reading() && read_id != id) {
      ByteView content;
      counted_octets(content);
      note(read_criticality, std::uint16_t(read_id));
      strange();
      return false;
    }
    open(body);
    return true;
  }
  void skip_choice_extension();

  const Draw& draw_source() const { return *draw_; }
  const NasPrinter* nas_printer() const { return nas_printer_; }
  Diagnostics& diagnostics() { return *diagnostics_; }
  /// What is being read has an IE or extension that is not understood.
  void note(Criticality criticality, std::uint16_t id);
  /// id and criticality of a ProtocolIE-Field.
  void field_head(std::uint64_t& id, Criticality& criticality);
  /// Reads an IE container whose table is unknown.
  void raw_container(std::vector<RawIe>& ies);

 private:
  struct Entry {
    std::uint16_t id;
    Criticality criticality;
    ByteView value;
    bool used;
  };
  /// The container that is being read or written.
  struct Container {
    Unknown* unknown = nullptr;
    std::vector<Entry> entries{};         // reading: as received
    std::size_t used = 0;                 // reading: how many of them belong to rows
    std::size_t next = 0;                 // reading: entries before this one are behind us
    std::uint16_t emitted = 0;            // writing
    std::size_t place = 0;                // writing: where the count stands
    std::vector<std::uint16_t> placed{};  // writing: ids of unplaced IEs that have been emitted
  };

  template <class Rows>
  void container(Unknown& unknown, unsigned lower, Rows rows) {
    Container* outer = std::exchange(container_, nullptr);
    Container mine{&unknown};
    container_ = &mine;
    container_begin(lower);
    if (!failed()) rows();
    container_end(lower);
    container_ = outer;
  }
  /// True: go on as understood (also when the IE is absent). False: it was not understood and is held in `unknown`.
  template <class Body>
  bool row(const Row& spec, bool there, Body body) {
    if (reading()) {
      Entry* entry = expect(spec);
      if (!entry) return true;
      auto outer_ie = std::exchange(ie_, spec.id);
      auto outer_field = std::exchange(field_, spec.name);
      bool outer_strange = take_strange();  // of what stands before this row in the enclosing IE
      inside(entry->value, body);
      if (!failed()) ie_ = outer_ie, field_ = outer_field;
      bool result = understood(spec, *entry);
      if (outer_strange) strange();
      return result;
    }
    if (!there) return true;
    if (writing()) {
      emit_head(spec);
      auto mark = open_begin();
      body();
      open_end(mark);
    } else if (printing()) {
      named(spec.name, body);
    } else {
      body();
    }
    return true;
  }
  bool message_begin(Unknown& unknown);
  void container_begin(unsigned lower);
  void container_end(unsigned lower);
  Entry* expect(const Row& spec);
  bool understood(const Row& spec, const Entry& entry);
  void hold(const Entry& entry);
  void emit_head(const Row& spec);
  void emit_raw(const RawIe& ie);
  void emit_due();

  Diagnostics* diagnostics_ = nullptr;
  const NasPrinter* nas_printer_ = nullptr;
  Container* container_ = nullptr;
  std::size_t extensions_ = 0;  // iE-Extensions present, counted in the presence pass
};

// ---- Types that do not describe themselves ---------------------------------------------------------------------------

template <class T, class... C>
concept Structure = requires(T& v, At& at, const C&... c) { v.fields(at, c...); };
template <class T, class... C>
  requires Structure<T, C...>
void per(At& at, T& v, const C&... c) {
  at.structure(v, c...);
}

/// SEQUENCE { name T, iE-Extensions }: the items of many lists. Extensions of it are noted and dropped.
struct Item {
  const char* name;
};
template <class T, class... C>
struct ItemFields {
  T& v;
  const char* name;
  Unknown unknown{};
  void fields(At& at, const C&... c) { at(name, v, c...); }
};
template <class T, class... C>
void per(At& at, T& v, const Item& item, const C&... c) {
  ItemFields<T, C...> fields{v, item.name};
  at.structure(fields, c...);
}
/// CHOICE { name T, choice-Extensions }.
struct OneOf {
  const char* name;
};
template <class T, class... C>
void per(At& at, T& v, const OneOf& choice, const C&... c) {
  at.only_alternative(choice.name, v, c...);
}
/// SEQUENCE { …DL BitRate, …UL BitRate, iE-Extensions }.
struct RateNames {
  const char* dl;
  const char* ul;
};
/// An OCTET STRING that is a NAS message.
struct NasPdu {};
/// The content of an open type, as it is.
struct OpenType {};
/// An ENUMERATED {no, yes, ...} as a bool.
struct Words {
  const char* no;
  const char* yes;
};

void per(At& at, AmfUeNgapId& v);
void per(At& at, RanUeNgapId& v);
void per(At& at, PduSessionId& v);
void per(At& at, Qfi& v);
void per(At& at, Plmn& v);
void per(At& at, Tac& v);
void per(At& at, Tai& v);
void per(At& at, EpsTai& v);
void per(At& at, Snssai& v);
void per(At& at, Guami& v);
void per(At& at, STmsi& v);
void per(At& at, NrCgi& v);
void per(At& at, EutraCgi& v);
void per(At& at, NgranCgi& v);
void per(At& at, GlobalRanNodeId& v);
void per(At& at, PagingTarget& v);
void per(At& at, TargetId& v);
void per(At& at, UserLocation& v);
void per(At& at, NpnAccess& v);
void per(At& at, TransportAddress& v);
void per(At& at, GtpTunnel& v);
void per(At& at, CpTransport& v);
void per(At& at, UeConnection& v);
void per(At& at, ResetType& v);
void per(At& at, UeNgapIds& v);
void per(At& at, Cause& v);
void per(At& at, CriticalityDiagnostics::Item& v);
void per(At& at, SliceBitRates& v);
void per(At& at, BitRates& v, const RateNames& names);
void per(At& at, ChoiceExtension& v);
void per(At& at, bool& v, const Words& words);
void per(At& at, Bytes& v, const NasPdu&);
void per(At& at, Bytes& v, const OpenType&);
void per(At& at, Bytes& v, const TransferType& type);

codec::Enumeration enumeration(Criticality);
codec::Enumeration enumeration(Kind);
codec::Enumeration enumeration(TypeOfError);
codec::Enumeration enumeration(CauseRadioNetwork);
codec::Enumeration enumeration(CauseTransport);
codec::Enumeration enumeration(CauseNas);
codec::Enumeration enumeration(CauseProtocol);
codec::Enumeration enumeration(CauseMisc);
codec::Enumeration enumeration(PagingDrx);
codec::Enumeration enumeration(RatInformation);
codec::Enumeration enumeration(TimeToWait);
codec::Enumeration enumeration(TnlUsage);
codec::Enumeration enumeration(OverloadAction);
codec::Enumeration enumeration(RrcEstablishmentCause);
codec::Enumeration enumeration(RrcState);
codec::Enumeration enumeration(RrcInactiveReport);
codec::Enumeration enumeration(RedirectionVoiceFallback);
codec::Enumeration enumeration(SrvccOperation);
codec::Enumeration enumeration(Authorized);
codec::Enumeration enumeration(UeActivitySource);
codec::Enumeration enumeration(ExpectedHoInterval);
codec::Enumeration enumeration(ExpectedMobility);
codec::Enumeration enumeration(EmergencyTargetCn);
codec::Enumeration enumeration(PagingPriority);
codec::Enumeration enumeration(NextPagingArea);
codec::Enumeration enumeration(HandoverType);

// ---- Constraints that tables share -----------------------------------------------------------------------------------

inline constexpr Range bit_rate{0, 4'000'000'000'000, extensible};
inline constexpr codec::Text name_text{codec::Alphabet::printable, {1, 150, extensible}};
inline constexpr Size pdu_sessions{1, 256};
inline constexpr Size tnl_associations{1, 32};
inline constexpr Item snssai_item{"s-NSSAI"};
inline constexpr Item tai_item{"tAI"};
inline constexpr RateNames ue_ambr{"uEAggregateMaximumBitRateDL", "uEAggregateMaximumBitRateUL"};
extern const TransferType setup_request_transfer, setup_response_transfer, setup_unsuccessful_transfer;
extern const TransferType modify_request_transfer, modify_response_transfer, modify_unsuccessful_transfer;
extern const TransferType modify_indication_transfer, modify_confirm_transfer, modify_indication_unsuccessful_transfer;
extern const TransferType release_command_transfer, release_response_transfer, notify_transfer, notify_released_transfer;
extern const TransferType path_switch_request_transfer, path_switch_request_acknowledge_transfer;
extern const TransferType path_switch_request_setup_failed_transfer, path_switch_request_unsuccessful_transfer;
extern const TransferType handover_required_transfer, handover_command_transfer, handover_request_acknowledge_transfer;
extern const TransferType handover_preparation_unsuccessful_transfer, handover_resource_allocation_unsuccessful_transfer;
inline constexpr NasPdu nas_pdu{};
inline constexpr OpenType open_type{};

}  // namespace pellucid::ngap
