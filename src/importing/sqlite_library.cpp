#include "importing/sqlite_library.hpp"

#include "loading/late_library.hpp"

namespace byline::importing {
namespace {

Result<SqliteLibrary> load_sqlite() {
    TRY(loading::LateLibrary library, loading::LateLibrary::open("libsqlite3.so.0", "libsqlite3-0"));
    SqliteLibrary to;
    library.find(to.open, "sqlite3_open_v2");
    library.find(to.close, "sqlite3_close_v2");
    library.find(to.configure, "sqlite3_db_config");
    library.find(to.limit, "sqlite3_limit");
    library.find(to.prepare, "sqlite3_prepare_v2");
    library.find(to.step, "sqlite3_step");
    library.find(to.finalize, "sqlite3_finalize");
    library.find(to.column_integer, "sqlite3_column_int64");
    library.find(to.column_number, "sqlite3_column_double");
    library.find(to.column_text, "sqlite3_column_text");
    library.find(to.column_bytes, "sqlite3_column_bytes");
    library.find(to.column_type, "sqlite3_column_type");
    library.find(to.message, "sqlite3_errmsg");
    CHECK(library.whole());
    return to;
}

}  // namespace

Result<const SqliteLibrary*> SqliteLibrary::get() {
    static const Result<SqliteLibrary> loaded = load_sqlite();
    if (!loaded) return fail(loaded.error());
    return &loaded.value();
}

}  // namespace byline::importing
