#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "secrets/one_time_code.hpp"
#include "studio/qr_code.hpp"
#include "studio/studio_routes.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::studio {
namespace {

using account::Refusal;
using server::Visit;
using templating::Value;
using templating::ValueMap;

// 150 bits, as characters that any store keeps; 40 of them in base 32, without padding.
constexpr std::size_t secret_characters = 25;

std::string new_secret(const secrets::Entropy& entropy) {
    constexpr std::string_view characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::array<std::uint8_t, secret_characters> bytes{};
    entropy(bytes);
    std::string secret;
    for (const std::uint8_t byte : bytes) secret += characters[byte % characters.size()];
    return secret;
}

bool is_secret(std::string_view text) {
    return text.size() == secret_characters && std::ranges::all_of(text, [](char c) {
               return text::is_ascii_letter(c) || text::is_ascii_digit(c) || c == '-' || c == '_';
           });
}

// In fours, as one types it.
std::string in_groups(std::string_view key) {
    constexpr std::size_t group = 4;
    std::string out;
    for (std::size_t index = 0; index < key.size(); ++index) {
        if (index > 0 && index % group == 0) out += ' ';
        out += key[index];
    }
    return out;
}

http::Response account_shown(const Desk& desk, const Visit& visit, std::string_view refusal, std::string secret) {
    const auto account = account::account_of(desk.database, session_token(visit.request), now_ms(visit));
    if (!account || !*account) return out_of_order(desk, visit);
    ValueMap values;
    values.set("name", Value::string((*account)->name));
    values.set("has_codes", Value::boolean((*account)->has_one_time_codes));
    values.set("refused", Value::string(std::string(refusal)));
    if (!(*account)->has_one_time_codes) {
        if (secret.empty()) secret = new_secret(desk.entropy);
        const std::string key = secrets::base32(secret);
        const std::string issuer = text::percent_encode_component(desk.options.pages.site_title);
        const std::string uri = "otpauth://totp/" + issuer + ":" + text::percent_encode_component((*account)->name) +
                                "?secret=" + key + "&issuer=" + issuer;
        values.set("secret", Value::string(secret));
        values.set("shown_key", Value::string(in_groups(key)));
        values.set("uri", Value::string(uri));
        Value picture = Value::none();
        // Without it there is still the key to type.
        if (auto code = qr_code(uri)) {
            ValueMap map;
            map.set("size", Value::integer(code->size));
            map.set("path", Value::string(std::move(code->path)));
            picture = Value::map(std::move(map));
        }
        values.set("picture", std::move(picture));
    }
    return room(desk, visit, "account", "account.html", "account", std::move(values),
                refusal.empty() ? 200 : status_unprocessable);
}

}  // namespace

http::Response account_page(const Desk& desk, const Visit& visit) {
    return account_shown(desk, visit, {}, {});
}

http::Response change_password(const Desk& desk, const Visit& visit) {
    const auto refusal =
        account::change_password(desk.database, writer_account(visit), visit.form["old"], visit.form["new"]);
    if (!refusal) return out_of_order(desk, visit);
    if (*refusal == Refusal::WeakPassword) return account_shown(desk, visit, "weak", {});
    if (*refusal != Refusal::None) return account_shown(desk, visit, "password_wrong", {});
    return see_other(desk, "enter?said=password");
}

http::Response change_codes(const Desk& desk, const Visit& visit) {
    const auto account = account::account_of(desk.database, session_token(visit.request), now_ms(visit));
    if (!account || !*account) return out_of_order(desk, visit);
    const bool turns_on = !(*account)->has_one_time_codes;
    const std::string secret(turns_on ? visit.form["secret"] : std::string_view());
    if (turns_on && !is_secret(secret)) return account_shown(desk, visit, "code_wrong", {});
    const auto refusal =
        account::set_one_time_codes(desk.database, (*account)->id, secret, visit.form["code"], now_ms(visit));
    if (!refusal) return out_of_order(desk, visit);
    if (*refusal != Refusal::None) return account_shown(desk, visit, "code_wrong", secret);
    return see_other(desk, turns_on ? "enter?said=codes_on" : "enter?said=codes_off");
}

}  // namespace byline::studio
