// SqliteLibrary is SQLite, opened when the first database is read and not when the program starts. Only isso.cpp
// includes this. Immutable after loading; safe from any thread.
#pragma once

#include <sqlite3.h>

#include "result/result.hpp"

namespace byline::importing {

struct SqliteLibrary {
    decltype(&::sqlite3_open_v2) open = nullptr;
    decltype(&::sqlite3_close_v2) close = nullptr;
    decltype(&::sqlite3_db_config) configure = nullptr;
    decltype(&::sqlite3_limit) limit = nullptr;
    decltype(&::sqlite3_prepare_v2) prepare = nullptr;
    decltype(&::sqlite3_step) step = nullptr;
    decltype(&::sqlite3_finalize) finalize = nullptr;
    decltype(&::sqlite3_column_int64) column_integer = nullptr;
    decltype(&::sqlite3_column_double) column_number = nullptr;
    decltype(&::sqlite3_column_text) column_text = nullptr;
    decltype(&::sqlite3_column_bytes) column_bytes = nullptr;
    decltype(&::sqlite3_column_type) column_type = nullptr;
    decltype(&::sqlite3_errmsg) message = nullptr;

    // The one of the program; it is never closed again. Fails with the package to install.
    [[nodiscard]] static Result<const SqliteLibrary*> get();
};

}  // namespace byline::importing
