// Pdu's special members: each of them is instantiated for every message, so they have a file of their own.
#include <memory>

#include "wire/ngap/messages.hpp"

namespace pellucid::ngap {

Pdu::Pdu() = default;
Pdu::Pdu(Kind kind_, std::uint8_t procedure_, Criticality criticality_, Message message_)
    : kind(kind_), procedure(procedure_), criticality(criticality_), message(std::move(message_)) {}
Pdu::Pdu(const Pdu&) = default;
Pdu::Pdu(Pdu&&) noexcept = default;
Pdu& Pdu::operator=(const Pdu& other) {
  Pdu copy(other);
  return *this = std::move(copy);
}
Pdu& Pdu::operator=(Pdu&& other) noexcept {
  if (this == &other) return *this;
  kind = other.kind;
  procedure = other.procedure;
  criticality = other.criticality;
  // Rather than one assignment for each pair of messages.
  std::destroy_at(&message);
  std::construct_at(&message, std::move(other.message));
  return *this;
}
Pdu::~Pdu() = default;

}  // namespace pellucid::ngap
