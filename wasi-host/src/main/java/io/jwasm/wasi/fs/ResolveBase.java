package io.jwasm.wasi.fs;

/// An open directory that paths are relative to.
public interface ResolveBase {

    /// The preopen that bounds paths.
    ///
    /// @return the preopen
    Preopen root();

    /// The directory's descriptor: the preopen's, or that of a directory opened below it.
    ///
    /// @return its number
    int hostFd();

    /// Where the guest finds the directory, as far as the words of paths tell.
    ///
    /// @return the place
    GuestPlace place();
}
