#include "ledger/verify/verdict.hpp"

namespace pellucid::ledger {

void Verdict::tampered(std::string kind, std::string where, std::string what) {
  add({Outcome::tampered, std::move(kind), std::move(where), std::move(what)});
}
void Verdict::unchecked(std::string kind, std::string where, std::string what) {
  add({Outcome::unchecked, std::move(kind), std::move(where), std::move(what)});
}

void Verdict::add(Finding finding) {
  if (finding.outcome == Outcome::tampered || outcome_ == Outcome::holds) outcome_ = finding.outcome;
  if (++counts[finding.kind] <= max_findings_of_a_kind) findings.push_back(std::move(finding));
}

std::string Verdict::text() const {
  std::string out;
  for (auto& f : findings)
    out += (f.outcome == Outcome::tampered ? "TAMPERED   " : "NOT PROVEN ") + f.kind + ": " + f.where + (f.where.empty() ? "" : ": ") +
           f.what + "\n";
  for (auto& [kind, number] : counts)
    if (number > max_findings_of_a_kind)
      out += "           and " + std::to_string(number - max_findings_of_a_kind) + " more: " + kind + "\n";
  auto list = [&](const char* title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out += std::string(out.empty() ? "" : "\n") + title + "\n";
    for (auto& line : lines) out += "  - " + line + "\n";
  };
  // What was proven is worth nothing beside what was forged.
  if (outcome_ != Outcome::tampered) list("Proven:", proven);
  if (outcome_ != Outcome::tampered) list("Not proven, whatever the log looks like:", not_proven);
  list("Remarks:", remarks);
  out += out.empty() ? "" : "\n";
  switch (outcome_) {
    case Outcome::holds: return out + "Result: it holds.\n";
    case Outcome::tampered: return out + "Result: TAMPERED WITH. It is not what was signed.\n";
    case Outcome::unchecked: return out + "Result: not everything that was asked for could be proven.\n";
  }
  return out;
}

}  // namespace pellucid::ledger
