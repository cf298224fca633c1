// The Theme is what pages look like: templates, components, assets, phrases and settings; the embedded default
// overridden file by file by the site's own folder.
// Immutable once loaded; any number of threads may read it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "disk/disk.hpp"
#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "templating/loader.hpp"
#include "templating/value.hpp"
#include "text/digest.hpp"

namespace byline::site {

struct ThemeFile {
    std::string bytes;
    std::string displayed_path;  // "themes/mine/templates/article.html", "(default theme)/templates/article.html"
};

class Theme {
  public:
    struct Reading;

    // `configuration.theme` names a folder of SITE/themes/; "default" needs none.
    [[nodiscard]] static Reading load(const disk::Disk& disk, const std::string& site_folder,
                                      const Configuration& configuration);

    // By path inside the theme: "templates/base.html". Null when there is none.
    [[nodiscard]] const ThemeFile* find(std::string_view path) const;
    // By the name that templates call it: "base.html", "components/note.html"; or "default:base.html", the default
    // theme's even where the site has one of its own. Null when there is none.
    [[nodiscard]] const ThemeFile* find_template(std::string_view name) const;
    // Of all files of the site's own folder.
    [[nodiscard]] const text::Digest& digest() const { return digest_; }
    // All paths below a folder of the theme, sorted: "assets/" gives "assets/style.css".
    [[nodiscard]] std::vector<std::string_view> paths_below(std::string_view folder) const;

    // The phrase of `key` in `language`, else in English, else undefined: a text, or a map of plural forms.
    [[nodiscard]] templating::Value phrase(std::string_view key, std::string_view language) const;
    // [settings] of theme.toml with the site's [theme_settings] over them.
    [[nodiscard]] const templating::Value& settings() const { return settings_; }

    // Finds "article.html" in templates/ and "components/note.html" in components/. Borrows this theme.
    [[nodiscard]] std::unique_ptr<templating::Loader> template_loader() const;

  private:
    void override_file(const std::string& path, ThemeFile file);
    // Of assets/style.css, the settings `variables`, `accent_light` and `accent_dark`, and assets/custom.css.
    void compose_style_sheet(const Place& place, Diagnostics& diagnostics);

    std::map<std::string, ThemeFile, std::less<>> files_;
    std::map<std::string, templating::Value, std::less<>> phrases_;  // by language
    templating::Value settings_;
    text::Digest digest_;
};

struct Theme::Reading {
    Theme theme;
    Diagnostics diagnostics;
};

}  // namespace byline::site
