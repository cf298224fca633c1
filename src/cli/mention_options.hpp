// What [mentions] of byline.toml means: the client that asks other sites, and whether links are told.
// Used by the main thread; the client is safe from any.
#pragma once

#include <memory>
#include <string>

#include "outbound/client.hpp"

namespace byline::cli {

// Speaks to public hosts alone; says in requests whose it is.
[[nodiscard]] std::shared_ptr<outbound::Client> mention_client(const std::string& base_url);

// Why nobody else can ask for pages at this address; empty when they may be able to.
[[nodiscard]] std::string why_not_asked(const std::string& base_url);

}  // namespace byline::cli
