package io.jwasm.bundle.image;

import io.jwasm.bundle.spec.ContainerPath;
import io.jwasm.bundle.tar.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes the entries of a layer, each directory on their way once before them.
final class LayerContent {

    private static final int PARENT_MODE = 0755;

    private final TarWriter tar;
    private final Set<String> directories = new HashSet<>();

    LayerContent(TarWriter tar) {
        this.tar = tar;
    }

    void put(List<ImageEntry> entries) throws IOException {
        for (ImageEntry entry : entries) {
            String name = ContainerPath.of(entry.path()).substring(1);
            putParents(name);
            switch (entry) {
                case ImageEntry.File file -> putFile(name, file);
                case ImageEntry.Link link -> tar.putSymbolicLink(name, link.target());
                case ImageEntry.Directory directory -> {
                    if (directories.add(name)) {
                        tar.putDirectory(name, directory.mode());
                    }
                }
            }
        }
    }

    private void putFile(String name, ImageEntry.File file) throws IOException {
        try (InputStream in = Files.newInputStream(file.source())) {
            tar.putFile(name, file.mode(), Files.size(file.source()), in);
        }
    }

    private void putParents(String name) throws IOException {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String parent = name.substring(0, slash);
            if (directories.add(parent)) {
                tar.putDirectory(parent, PARENT_MODE);
            }
        }
    }
}
