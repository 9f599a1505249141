#include "ran/radio/soapy_radio.hpp"

#include <dlfcn.h>

#include <filesystem>

namespace pellucid::radio {

Result<std::unique_ptr<Radio>, Error> open_soapy_radio(const SoapyOptions& options, const std::string& module) {
  void* library = nullptr;
  if (module.find('/') == std::string::npos) {
    std::error_code none;
    auto program = std::filesystem::read_symlink("/proc/self/exe", none);
    library = dlopen((program.parent_path() / module).c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  if (!library) library = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char* why = dlerror();
    return Fail(Error{Error::Kind::unsupported, std::string("SoapySDR's module cannot be loaded: ") + (why ? why : module)});
  }
  auto entry = reinterpret_cast<SoapyEntry>(dlsym(library, soapy_entry));
  if (!entry) return Fail(Error{Error::Kind::unsupported, module + " is not a radio module of this version"});
  Error error{Error::Kind::device, "no reason was given"};
  std::unique_ptr<Radio> radio(entry(options, error));
  if (!radio) return Fail(error);
  return radio;
}

}  // namespace pellucid::radio
