package io.jwasm.bundle.unpack;

import io.jwasm.bundle.tar.TarEntry;
import io.jwasm.bundle.tar.TarException;
import io.jwasm.bundle.tar.TarReader;
import io.jwasm.linux.fs.HostFd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/// Lays the layers of an image one over the other in a directory, as [the image
/// specification](https://github.com/opencontainers/image-spec/blob/main/layer.md) says. Not
/// thread-safe.
///
/// Devices and named pipes are left out, set-user-ID and set-group-ID bits are dropped, and nothing
/// is written, linked or removed outside the directory.
public final class LayerUnpacker implements AutoCloseable {

    /// A file of this prefix hides the file of the rest of its name in the layers below.
    private static final String WHITEOUT = ".wh.";

    /// This file hides all that the layers below have in its directory.
    private static final String OPAQUE = ".wh..wh..opq";

    private final UnpackTree tree;
    private final UnpackLimits limits;
    private final Set<String> layerPaths = new HashSet<>();
    private long entries;
    private long bytes;
    private long layerNameBytes;

    /// Creates an unpacker.
    ///
    /// @param directory the directory to unpack into; stays the caller's to close
    /// @param limits how much all layers may unpack to
    public LayerUnpacker(HostFd directory, UnpackLimits limits) {
        this.tree = new UnpackTree(directory);
        this.limits = limits;
    }

    /// Unpacks the next layer over those before.
    ///
    /// @param layer the layer, an uncompressed tar archive; read to its end and left open
    /// @throws TarException when the archive is malformed or hostile
    /// @throws LimitException when the image is larger than it may be
    /// @throws IOException when it cannot be read, or the kernel refuses to write
    public void unpack(InputStream layer) throws IOException {
        BoundedInput bounded = new BoundedInput(layer, "the image", limits.bytes() - bytes);
        TarReader reader = new TarReader(bounded);
        layerPaths.clear();
        layerNameBytes = 0;
        TarEntry entry;
        while ((entry = reader.next()) != null) {
            count();
            put(entry, reader.content());
        }
        // What follows the archive's end belongs to the layer's digest.
        bounded.transferTo(OutputStream.nullOutputStream());
        bytes += bounded.count();
    }

    /// Puts a single file over the layers, with permission to read for all.
    ///
    /// @param path where
    /// @param content its content, read to its end and left open
    /// @throws IOException when it cannot be read, or the kernel refuses to write
    public void place(String path, InputStream content) throws IOException {
        BoundedInput bounded = new BoundedInput(content, "the image", limits.bytes() - bytes);
        tree.putFile(TreePath.of(path), new Attributes(0644, 0, 0, 0), bounded);
        bytes += bounded.count();
    }

    /// Gives back what the unpacker held; the directory stays.
    @Override
    public void close() {
        tree.close();
    }

    private void count() throws LimitException {
        entries++;
        if (entries > limits.entries()) {
            throw new LimitException(
                    "the image has more than the %d entries that it may have"
                            .formatted(limits.entries()));
        }
    }

    /// Notes a path of this layer, and the directories on its way, which may have no entry.
    private void note(TreePath path) throws LimitException {
        for (TreePath at = path; !at.isRoot() && layerPaths.add(at.joined()); at = at.parent()) {
            layerNameBytes += at.joined().length();
        }
        if (layerNameBytes > limits.nameBytes()) {
            throw new LimitException(
                    "a layer's names have more than the %d bytes that they may have"
                            .formatted(limits.nameBytes()));
        }
    }

    private void put(TarEntry entry, InputStream content) throws IOException {
        TreePath path = TreePath.of(entry.name());
        if (path.isRoot()) {
            // An entry "./" for the directory itself, which is the caller's.
            return;
        }
        if (path.name().startsWith(WHITEOUT)) {
            whiteOut(path);
            return;
        }
        note(path);
        Attributes attributes = Attributes.of(entry);
        switch (entry.type()) {
            case DIRECTORY -> tree.putDirectory(path, attributes);
            case REGULAR -> tree.putFile(path, attributes, content);
            case SYMBOLIC_LINK -> tree.putSymbolicLink(path, link(entry));
            case HARD_LINK -> tree.putHardLink(path, hardLink(entry));
            case DEVICE, FIFO -> {
                // A guest has no use for them, and a device would be the host's.
            }
        }
    }

    private static String link(TarEntry entry) throws TarException {
        if (entry.linkName().isEmpty()) {
            throw new TarException(
                    "entry %s is a link to nothing".formatted(TarEntry.display(entry.name())));
        }
        return entry.linkName();
    }

    private static TreePath hardLink(TarEntry entry) throws TarException {
        TreePath target = TreePath.of(link(entry));
        if (target.isRoot()) {
            throw new TarException(
                    "entry %s is a hard link to a directory"
                            .formatted(TarEntry.display(entry.name())));
        }
        return target;
    }

    private void whiteOut(TreePath path) throws IOException {
        if (path.name().equals(OPAQUE)) {
            clear(path.parent());
            return;
        }
        String hidden = path.name().substring(WHITEOUT.length());
        if (hidden.startsWith(WHITEOUT)) {
            // Other names of this form are notes of the AUFS file system to itself.
            return;
        }
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new TarException("entry %s hides no file".formatted(path));
        }
        TreePath target = path.parent().child(hidden);
        hide(target);
    }

    /// Removes what layers below left in a directory.
    private void clear(TreePath directory) throws IOException {
        for (String name : tree.list(directory)) {
            hide(directory.child(name));
        }
    }

    /// Removes what layers below left at a path; what this layer has put there stays, whichever
    /// came first.
    private void hide(TreePath path) throws IOException {
        if (!layerPaths.contains(path.joined())) {
            tree.remove(path);
        } else if (tree.isDirectory(path)) {
            clear(path);
        }
    }
}
