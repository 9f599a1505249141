#pragma once
// 5G-GUTIs: unpredictable and unique (TS 33.501 §6.12.3), held by a lease until a phone has them.
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/ids.hpp"
#include "core/amf/config.hpp"
#include "runtime/world.hpp"

namespace pellucid::amf {

class Ue;

class Gutis {
 public:
  Gutis(World& world, const Config& config) : world_(world), config_(config) {}
  Gutis(const Gutis&) = delete;
  Gutis& operator=(const Gutis&) = delete;

  /// Keeps a GUTI from being given twice; gives it back when destroyed unless kept.
  class Lease {
   public:
    Lease(Gutis& gutis, Guti guti) : gutis_(&gutis), guti_(guti) {}
    Lease(Lease&& other) noexcept : gutis_(std::exchange(other.gutis_, nullptr)), guti_(other.guti_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (gutis_) gutis_->release(guti_);
    }
    const Guti& value() const { return guti_; }
    /// From now on the GUTI names this phone; it ends with Gutis::release().
    Guti keep(Ue& ue) {
      std::exchange(gutis_, nullptr)->by_tmsi_[guti_.tmsi] = &ue;
      return guti_;
    }

   private:
    Gutis* gutis_;
    Guti guti_;
  };

  /// A new GUTI of the GUAMI that serves this network, else of the first one.
  Lease lease(const Plmn& plmn);
  /// One that a phone holds already (restored context). False: it is somebody else's, or not one of ours.
  bool take(const Guti& guti, Ue& ue);
  void release(const Guti& guti) { by_tmsi_.erase(guti.tmsi); }
  /// The GUTI now names another context of the same phone.
  void move(const Guti& guti, Ue& ue);

  /// The phone that holds it, or nullptr; also nullptr if the GUAMI is not one of ours.
  Ue* find(const Guti& guti) const;
  Ue* find(const STmsi& s_tmsi) const;
  std::size_t size() const { return by_tmsi_.size(); }

 private:
  const Guami* ours(std::uint16_t set, std::uint8_t pointer) const;
  World& world_;
  const Config& config_;
  std::unordered_map<Tmsi, Ue*> by_tmsi_;  // nullptr: leased only
};

}  // namespace pellucid::amf
