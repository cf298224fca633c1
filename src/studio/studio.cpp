#include "studio/studio.hpp"

#include <utility>

#include "studio/desk.hpp"
#include "studio/studio_routes.hpp"

namespace byline::studio {

class Studio::Parts {
  public:
    Parts(StudioOptions options, StudioStore store, std::unique_ptr<PageWriter> pages)
        : options_(std::move(options)), pages_(std::move(pages)), desk_{options_,      store.database, store.key,
                                                                        store.entropy, store.rules,    *pages_} {}

    [[nodiscard]] const Desk& desk() const { return desk_; }

  private:
    StudioOptions options_;
    std::unique_ptr<PageWriter> pages_;
    Desk desk_;
};

Studio::Studio(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Studio::~Studio() = default;

Result<std::unique_ptr<Studio>> Studio::make(StudioOptions options, StudioStore store) {
    TRY(auto pages, PageWriter::make(options.pages));
    return std::unique_ptr<Studio>(new Studio(std::make_unique<Parts>(std::move(options), store, std::move(pages))));
}

std::vector<server::Route> Studio::routes() const {
    return studio_routes(parts_->desk());
}

bool Studio::has(std::string_view path) const {
    const std::string prefix = parts_->desk().pages.prefix();
    return path.starts_with(prefix) || path == std::string_view(prefix).substr(0, prefix.size() - 1);
}

server::Identity Studio::identify(const http::Request& request, std::time_t now) const {
    const Desk& desk = parts_->desk();
    const std::string_view token = session_token(request);
    if (token.empty()) return {};
    const auto account = account::account_of(desk.database, token, now * ms_of_second);
    // A store that is gone lets nobody in.
    if (!account || !*account) return {};
    return {server::Credential::Writer, std::to_string((*account)->id) + " " + (*account)->name,
            account::form_proof(desk.key, token)};
}

http::Response Studio::deny(const server::Visit& visit) const {
    return to_door(parts_->desk(), visit);
}

Result<std::optional<std::string>> Studio::first_visit() const {
    const Desk& desk = parts_->desk();
    TRY(const auto token, account::first_run_token(desk.database, desk.entropy));
    if (!token) return std::optional<std::string>();
    return std::optional(desk.pages.prefix() + "begin/" + *token);
}

}  // namespace byline::studio
