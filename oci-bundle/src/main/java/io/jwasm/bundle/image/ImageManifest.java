package io.jwasm.bundle.image;

import java.util.List;

/// One image of a source: for one platform, with its layers not yet read.
///
/// @param reference the name that it goes by, or empty
/// @param config how it wants to be run
/// @param layers its layers, lowest first
record ImageManifest(String reference, ImageConfig config, List<LayerRef> layers) {

    ImageManifest {
        layers = List.copyOf(layers);
    }
}
