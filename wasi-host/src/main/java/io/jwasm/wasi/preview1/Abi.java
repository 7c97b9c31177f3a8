package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.FileStatus;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;

/// The two versions of the interface: they differ in a few layouts and numbers ([preview
/// 1](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md), [preview
/// 0](https://github.com/WebAssembly/WASI/blob/main/legacy/preview0/docs.md)).
enum Abi {
    /// Snapshot 1.
    PREVIEW1("wasi_snapshot_preview1"),
    /// Snapshot 0, which programs built in 2019 import.
    UNSTABLE("wasi_unstable");

    /// The size of `subscription`.
    final int subscriptionBytes;

    /// Where `subscription` holds its tag, and the union behind it.
    final int subscriptionTag = 8;

    final int subscriptionUnion = 16;

    /// Where `subscription_clock` begins in that union: snapshot 0 has a second user datum first.
    final int subscriptionClock;

    final String moduleName;

    Abi(String moduleName) {
        this.moduleName = moduleName;
        boolean isUnstable = "wasi_unstable".equals(moduleName);
        this.subscriptionBytes = isUnstable ? 56 : 48;
        this.subscriptionClock = isUnstable ? 24 : 16;
    }

    /// Translates `whence`; answers -1 for one that does not exist.
    int toLinuxWhence(int whence) {
        return switch (this) {
            case PREVIEW1 -> whence >= 0 && whence <= 2 ? whence : -1; // set, cur, end: as Linux
            case UNSTABLE ->
                    switch (whence) {
                        case 0 -> 1; // cur
                        case 1 -> 2; // end
                        case 2 -> 0; // set
                        default -> -1;
                    };
        };
    }

    /// The size of `filestat`.
    int filestatBytes() {
        return switch (this) {
            case PREVIEW1 -> 64;
            case UNSTABLE -> 56; // its link count has 32 bits
        };
    }

    /// Writes a `filestat`.
    void writeFilestat(GuestMemory memory, int at, FileStatus status, FileType type) {
        memory.check(at, filestatBytes());
        memory.putLong(at, status.device());
        memory.putLong(at + 8, status.inode());
        memory.putLong(at + 16, type.code());
        int sizeAt = at + 32;
        switch (this) {
            case PREVIEW1 -> memory.putLong(at + 24, status.linkCount());
            case UNSTABLE -> {
                memory.putInt(at + 20, (int) status.linkCount());
                sizeAt = at + 24;
            }
        }
        memory.putLong(sizeAt, status.sizeBytes());
        memory.putLong(sizeAt + 8, status.accessedNanos());
        memory.putLong(sizeAt + 16, status.modifiedNanos());
        memory.putLong(sizeAt + 24, status.changedNanos());
    }
}
