set(libraries fmt::fmt)
