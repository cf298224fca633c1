// A FakeClient answers from a table and keeps what it was asked, for tests.
// Belongs to one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "outbound/client.hpp"

namespace byline::outbound {

class FakeClient final : public Client {
  public:
    [[nodiscard]] Reply fetch(const Request& request) override {
        asked.push_back(request);
        const auto found = replies.find(request.url);
        if (found != replies.end()) return found->second;
        return Obstacle{ObstacleKind::NotFound, system_error("no such host in this test", "", {})};
    }

    std::map<std::string, Reply> replies;  // by URL
    std::vector<Request> asked;
};

}  // namespace byline::outbound
