package io.jwasm.linux.mount;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The data of mount(2), which must fit into a page: when it does not, overlay's lower layers are
/// opened and named by their descriptors, which are short. Closed by its owner after mounting.
final class ShortenedData implements AutoCloseable {

    private static final int MAX_BYTES = 4095;
    private static final String LOWERDIR = "lowerdir=";

    private final List<HostFd> layers = new ArrayList<>();
    private String text;

    private ShortenedData(String text) {
        this.text = text;
    }

    static ShortenedData of(List<String> data) throws ErrnoException {
        ShortenedData result = new ShortenedData(String.join(",", data));
        if (result.text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            result.shorten(data);
        }
        return result;
    }

    private void shorten(List<String> data) throws ErrnoException {
        List<String> shortened = new ArrayList<>();
        try {
            for (String option : data) {
                boolean isLayers = option.startsWith(LOWERDIR) && option.indexOf('\\') < 0;
                shortened.add(isLayers ? openLayers(option) : option);
            }
        } catch (ErrnoException failure) {
            close();
            throw failure;
        }
        text = String.join(",", shortened);
    }

    private String openLayers(String option) throws ErrnoException {
        List<String> names = new ArrayList<>();
        for (String path : option.substring(LOWERDIR.length()).split(":", -1)) {
            if (path.isEmpty()) {
                names.add(path); // of the "::" before data-only layers
            } else {
                HostFd layer = Descriptors.open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
                layers.add(layer);
                names.add("/proc/self/fd/" + layer.number());
            }
        }
        return LOWERDIR + String.join(":", names);
    }

    String text() {
        return text;
    }

    @Override
    public void close() {
        layers.forEach(HostFd::close);
    }
}
