#pragma once
// A store full of phones with the published test key.
#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "store/subscribers.hpp"

namespace pellucid::bench {

/// imsi-999700000000001 and on, one slice and the DNN "internet" each.
std::vector<store::Subscriber> test_phones(std::size_t count);

struct FilledStore {
  std::string home_key;  // of SUCI profile A, as `pellucid sim --home-key` takes it
};
Result<FilledStore, std::string> fill_store(const std::string& file, const std::string& key_file, std::size_t phones);

}  // namespace pellucid::bench
