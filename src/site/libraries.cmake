byline_embed_files(generated_sources "${CMAKE_SOURCE_DIR}/themes/default" embedded_theme byline::site)
