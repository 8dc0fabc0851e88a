// The precompiled headers of tests need a source.
