#pragma once
// What the API tells: every number of every room under a Prometheus name, and whether the network serves.
#include <string>

#include "api/http_server.hpp"
#include "app/network.hpp"
#include "app/records.hpp"

namespace pellucid::app {

std::string metrics_text(const Network& network, const Records& records);
/// /metrics, /health, /ledger/checkpoint, /ledger/checkpoint.cosigned; 404 for everything else.
api::HttpReply answer_http(const Network& network, const Records& records, const std::string& path);

}  // namespace pellucid::app
