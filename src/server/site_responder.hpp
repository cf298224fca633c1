// A SiteResponder answers the requests of one worker: files of the site from memory, and whatever has a route.
// Thread contract: belongs to its worker's thread; what it shares with the others is thread-safe.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

#include "http/responder.hpp"
#include "server/live_site.hpp"
#include "server/service.hpp"

namespace byline::server {

class SiteResponder final : public http::Responder {
  public:
    explicit SiteResponder(Service& service);

    void begin_turn(std::time_t now) override;
    http::Verdict answer(const http::RequestHead& head, const http::Client& client, http::KeepAlive keep_alive,
                         http::ReplyBatch& batch) override;
    [[nodiscard]] std::shared_ptr<const void> hold() const override { return site_; }
    void dispatch(http::Request request, const http::Client& client, http::Answerer answerer) override;
    void note_refusal(const http::Client& client, int status) override;

  private:
    // One request while it is answered.
    struct Asked {
        const http::RequestHead& head;
        const http::Client& client;
        http::KeepAlive keep_alive;
        http::ReplyBatch& batch;
        int status = 0;
        std::uint64_t body_bytes = 0;
    };

    void answer_place(Asked& asked, const SitePlace& place, std::string_view query);
    void answer_resource(Asked& asked, const Resource& resource);
    void answer_part(Asked& asked, const Resource& resource, std::uint64_t first, std::uint64_t last);
    void answer_not_satisfiable(Asked& asked, std::uint64_t size);
    void answer_file(Asked& asked, const DiskFile& file);
    void answer_redirect(Asked& asked, std::string_view location, std::string_view query);
    void answer_missing(Asked& asked, std::string_view path);
    void answer_text(Asked& asked, int status, std::string_view text, std::string_view more_lines);
    void end_head(Asked& asked);
    void send_body(Asked& asked, std::string_view bytes);
    void log(const Asked& asked);
    [[nodiscard]] const SitePlace* find(std::string_view target, std::string_view path, std::string& decoded) const;
    http::Verdict answer_other(Asked& asked, std::string_view path, const SitePlace* place);
    http::Verdict finish(const Asked& asked);

    Service& service_;
    AnswerNumbers& numbers_;
    std::shared_ptr<const SiteSnapshot> site_;  // shared: the one of this turn
    std::uint64_t generation_ = 0;
    std::time_t now_ = 0;
    std::string date_line_;  // with what ends a head after it
    std::string last_lines_;
};

}  // namespace byline::server
