#pragma once
// Wireshark's dissectors as an independent judge of what we encode.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "base/bytes.hpp"

/// A capture of UDP datagrams between two IPv4 hosts, from and to `port`.
inline void write_capture(const std::string& path, const std::vector<pellucid::Bytes>& datagrams, std::uint16_t port) {
  using namespace pellucid;
  Bytes out = *from_hex("d4c3b2a1020004000000000000000000ffff000065000000");  // pcap, raw IP
  auto little = [&](std::size_t n) {
    auto octets = big_endian<4>(n);
    out.insert(out.end(), octets.rbegin(), octets.rend());
  };
  for (auto& datagram : datagrams) {
    Bytes packet = {0x45, 0};
    append(packet, big_endian<2>(28 + datagram.size()));
    append(packet, *from_hex("0000000040110000"
                             "7f000002"
                             "7f000003"));
    append(packet, big_endian<2>(port));
    append(packet, big_endian<2>(port));
    append(packet, big_endian<2>(8 + datagram.size()));
    append(packet, big_endian<2>(0));
    append(packet, datagram);
    little(1000000000), little(0), little(packet.size()), little(packet.size());
    append(out, packet);
  }
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(out.data()), std::streamsize(out.size()));
}

struct Judged {
  int status = -1;
  std::vector<std::string> lines;
};

/// tshark's output lines for the capture.
inline Judged tshark(const std::string& capture, const std::string& arguments) {
  Judged out;
  std::string command = "tshark -n -r '" + capture + "' " + arguments + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return out;
  std::string text;
  char part[4096];
  while (std::size_t n = fread(part, 1, sizeof part, pipe)) text.append(part, n);
  out.status = pclose(pipe);
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = text.find('\n', start);
    if (end == std::string::npos) end = text.size();
    out.lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}
