package io.jwasm.wasi.fs;

/// A directory that a guest was given.
///
/// @param guestPath where the guest finds it, as it sees the name
/// @param hostFd the directory's descriptor, which stays the giver's
/// @param isReadOnly whether nothing in it may be changed
/// @param isNoDev whether the kernel refuses to open device nodes in it
/// @param boundFd the directory that links cannot lead out of: this one, or the root of the tree
///   that it is part of; stays the giver's too
public record Preopen(
        String guestPath, int hostFd, boolean isReadOnly, boolean isNoDev, int boundFd) {}
