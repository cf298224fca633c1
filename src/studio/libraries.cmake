byline_embed_files(generated_sources "${folder}/desk" embedded_desk byline::studio)
find_package(fmt REQUIRED)
set(libraries fmt::fmt)
