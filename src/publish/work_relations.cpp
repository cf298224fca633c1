// What a work's view tells of other works: its neighbours, terms, series, translations, talk and deck.
#include <algorithm>
#include <memory>

#include "graph/reads.hpp"
#include "publish/objects.hpp"
#include "publish/publication.hpp"
#include "site/block_prints.hpp"
#include "site/deck.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {

using site::WorkField;
using templating::Value;
using templating::ValueMap;

site::WorkId deck_or_talk(const Publication& publication, site::WorkId id) {
    const site::Catalog& catalog = publication.catalog();
    const site::Work& work = catalog.work(id);
    const std::string stem = work.is_deck() ? "index" : "deck";
    const auto look = [&](const std::string& name) {
        graph::note(graph::FactKind::Link, {work.path, name});
        const site::WorkId there = catalog.resolve_link(work, name);
        if (there != site::no_work) graph::note(there, site::WorkField::Key | site::WorkField::Language);
    };
    graph::note(id, site::WorkField::Key | site::WorkField::Language);
    look(stem + ".md");
    for (const site::Language& language : publication.configuration().languages)
        look(stem + "." + language.code + ".md");
    if (!work.is_deck() && !site::may_have_deck(work)) return site::no_work;
    return work.is_deck() ? site::talk_of(catalog.works(), work, publication.configuration())
                          : site::deck_of(catalog.works(), work, publication.configuration());
}

site::WorkId WorkObject::original() const {
    const site::Catalog& catalog = publication_.catalog();
    const auto from = site::parse_translated_from(catalog.work(id_).metadata.translated_from);
    if (!from) return site::no_work;
    graph::note(id_, WorkField::Translations);
    for (const site::WorkId id : catalog.translations(id_)) {
        graph::note(id, WorkField::Language);
        if (id != id_ && catalog.work(id).language == from->language) return id;
    }
    return site::no_work;
}

Value WorkObject::get_relation(std::string_view name) const {
    const site::Catalog& catalog = publication_.catalog();
    const site::Work& work = catalog.work(id_);
    const LanguageView& view = publication_.view(work.language);
    const auto terms_value = [&](std::uint32_t taxonomy) {
        std::vector<Value> terms;
        for (const site::TermPosition position : catalog.terms_of(id_)) {
            if (position.taxonomy == taxonomy) terms.push_back(Value::object(&view.terms[taxonomy][position.term]));
        }
        return Value::list(std::move(terms));
    };
    const auto& taxonomies = publication_.configuration().taxonomies;
    if (name == "tags" || name == "terms") {
        ValueMap terms;
        for (std::uint32_t t = 0; t < taxonomies.size(); ++t) {
            if (name == "terms")
                terms.set(taxonomies[t].name, terms_value(t));
            else if (taxonomies[t].name == "tags")
                return terms_value(t);
        }
        return name == "terms" ? Value::map(std::move(terms)) : Value::list({});
    }
    if (name == "previous") return publication_.work_value(catalog.older(id_));
    if (name == "next") return publication_.work_value(catalog.newer(id_));
    if (name == "related") return publication_.works_value(catalog.related(id_, most_related));
    if (name == "backlinks") return Value::object(std::make_shared<const BacklinkList>(publication_, id_));
    return name == "series" ? series() : translations();
}

Value WorkObject::translations() const {
    const site::Catalog& catalog = publication_.catalog();
    std::vector<Value> translations;
    for (const site::WorkId id : catalog.translations(id_)) {
        if (id != id_) translations.push_back(translation_value(publication_, id));
    }
    return Value::list(std::move(translations));
}

Value WorkObject::series() const {
    const site::Series* series = publication_.catalog().series_of(id_);
    if (series == nullptr) return Value::none();
    graph::note(graph::FactKind::Series, {series->url_path});
    const auto here = std::ranges::find(series->works, id_);
    const auto position = here - series->works.begin();
    const bool is_last = here + 1 == series->works.end();
    return Value::map({{"name", Value::view(series->name)},
                       {"url", Value::string(publication_.urls().href(series->url_path))},
                       {"position", Value::integer(position + 1)},
                       {"total", Value::integer(static_cast<std::int64_t>(series->works.size()))},
                       {"works", publication_.works_value(series->works)},
                       {"previous", position == 0 ? Value::none() : publication_.work_value(*(here - 1))},
                       {"next", is_last ? Value::none() : publication_.work_value(*(here + 1))}});
}

}  // namespace byline::publish
