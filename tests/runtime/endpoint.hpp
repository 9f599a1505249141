#pragma once
#include "runtime/world.hpp"

inline pellucid::Endpoint at(std::string_view address, std::uint16_t port) { return {pellucid::IpAddress::parse(address).value(), port}; }
