#include "cli/mention_options.hpp"

#include <algorithm>
#include <string_view>

#include "outbound/guarded_client.hpp"
#include "outbound/ip_address.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

// A GuardedClient with the resolver that it asks.
class MentionClient final : public outbound::Client {
  public:
    explicit MentionClient(outbound::ClientOptions options) : client_(std::move(options), {}, resolver_) {}
    [[nodiscard]] outbound::Reply fetch(const outbound::Request& request) override { return client_.fetch(request); }
    void stop() override { client_.stop(); }

  private:
    outbound::SystemResolver resolver_;
    outbound::GuardedClient client_;
};

}  // namespace

std::shared_ptr<outbound::Client> mention_client(const std::string& base_url) {
    outbound::ClientOptions options;
    options.user_agent = "Byline (Webmention; +" + text::percent_encode_url(base_url) + ")";
    return std::make_shared<MentionClient>(std::move(options));  // shared: with the options that carry it
}

std::string why_not_asked(const std::string& base_url) {
    const std::string_view authority = text::split_url(base_url).authority.value_or(std::string_view());
    const bool is_v6 = authority.starts_with('[');
    const std::string_view host = is_v6 ? authority.substr(1, authority.find(']') - 1)
                                        : authority.substr(0, std::min(authority.find(':'), authority.size()));
    if (host.empty()) return "it names no host";
    if (host == "localhost" || host.find('.') == std::string_view::npos) {
        if (!is_v6) return "it is known to this machine alone";
    }
    if (const auto address = outbound::parse_ip_address(host)) {
        if (const auto why = outbound::why_not_public(*address)) return "its address is " + std::string(*why);
    }
    return {};
}

}  // namespace byline::cli
