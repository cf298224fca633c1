// A FixedResponder answers every request with what it asked, for tests: reads at once, POST from another thread or by
// the test itself. Thread contract: as Responder says; what it shares is locked.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "http/responder.hpp"
#include "http/response.hpp"

namespace byline::http {

// What tests see of all workers' requests.
struct Dispatched {
    std::mutex mutex;
    std::vector<std::pair<Request, Answerer>> held;  // when `holds`
    bool holds = false;
    std::vector<int> refusals;
};

class FixedResponder final : public Responder {
  public:
    static constexpr std::uint64_t body_bytes = 1000;

    FixedResponder(Dispatched& dispatched, std::shared_ptr<const std::string> page)
        : dispatched_(dispatched), page_(std::move(page)) {}

    void begin_turn(std::time_t /*now*/) override {}
    Verdict answer(const RequestHead& head, const Client& /*client*/, KeepAlive keep_alive,
                   ReplyBatch& batch) override {
        if (head.method == Method::Post) return {Decision::Collect, keep_alive, body_bytes};
        const std::string said = std::string(head.method_name) + " " + std::string(head.target);
        const bool wants_page = page_ != nullptr && head.target == "/page";
        Response response = text_response(200, said);
        if (wants_page) response.shared_body = page_;
        batch.copy(response_head(response, keep_alive, {}));
        if (wants_page) {
            batch.refer(*page_);
        } else {
            batch.copy(said);
        }
        return {Decision::Answered, keep_alive, 0};
    }
    // shared: tests hold the page, too
    [[nodiscard]] std::shared_ptr<const void> hold() const override { return page_; }
    void dispatch(Request request, const Client& /*client*/, Answerer answerer) override {
        const std::lock_guard lock(dispatched_.mutex);
        if (dispatched_.holds) {
            dispatched_.held.emplace_back(std::move(request), std::move(answerer));
        } else {
            answerer(text_response(200, "POST " + request.target.path + " " + request.body));
        }
    }
    void note_refusal(const Client& /*client*/, int status) override {
        const std::lock_guard lock(dispatched_.mutex);
        dispatched_.refusals.push_back(status);
    }

  private:
    Dispatched& dispatched_;
    std::shared_ptr<const std::string> page_;  // shared: see hold()
};

}  // namespace byline::http
