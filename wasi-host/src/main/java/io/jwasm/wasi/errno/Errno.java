package io.jwasm.wasi.errno;

/// What a WASI function answers: success, or why not. Named and numbered by the specification
/// ([preview1,
/// `errno`](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno)); a
/// constant's ordinal is its number.
public enum Errno {
    /// No error occurred.
    SUCCESS,
    /// Argument list too long.
    TOOBIG,
    /// Permission denied.
    ACCES,
    /// Address in use.
    ADDRINUSE,
    /// Address not available.
    ADDRNOTAVAIL,
    /// Address family not supported.
    AFNOSUPPORT,
    /// Resource unavailable, or operation would block.
    AGAIN,
    /// Connection already in progress.
    ALREADY,
    /// Bad file descriptor.
    BADF,
    /// Bad message.
    BADMSG,
    /// Device or resource busy.
    BUSY,
    /// Operation canceled.
    CANCELED,
    /// No child processes.
    CHILD,
    /// Connection aborted.
    CONNABORTED,
    /// Connection refused.
    CONNREFUSED,
    /// Connection reset.
    CONNRESET,
    /// Resource deadlock would occur.
    DEADLK,
    /// Destination address required.
    DESTADDRREQ,
    /// Mathematics argument out of domain of function.
    DOM,
    /// Disk quota exceeded.
    DQUOT,
    /// File exists.
    EXIST,
    /// Bad address.
    FAULT,
    /// File too large.
    FBIG,
    /// Host is unreachable.
    HOSTUNREACH,
    /// Identifier removed.
    IDRM,
    /// Illegal byte sequence.
    ILSEQ,
    /// Operation in progress.
    INPROGRESS,
    /// Interrupted function.
    INTR,
    /// Invalid argument.
    INVAL,
    /// I/O error.
    IO,
    /// Socket is connected.
    ISCONN,
    /// Is a directory.
    ISDIR,
    /// Too many levels of symbolic links.
    LOOP,
    /// File descriptor value too large.
    MFILE,
    /// Too many links.
    MLINK,
    /// Message too large.
    MSGSIZE,
    /// Reserved.
    MULTIHOP,
    /// Filename too long.
    NAMETOOLONG,
    /// Network is down.
    NETDOWN,
    /// Connection aborted by network.
    NETRESET,
    /// Network unreachable.
    NETUNREACH,
    /// Too many files open in system.
    NFILE,
    /// No buffer space available.
    NOBUFS,
    /// No such device.
    NODEV,
    /// No such file or directory.
    NOENT,
    /// Executable file format error.
    NOEXEC,
    /// No locks available.
    NOLCK,
    /// Reserved.
    NOLINK,
    /// Not enough space.
    NOMEM,
    /// No message of the desired type.
    NOMSG,
    /// Protocol not available.
    NOPROTOOPT,
    /// No space left on device.
    NOSPC,
    /// Function not supported.
    NOSYS,
    /// The socket is not connected.
    NOTCONN,
    /// Not a directory or a symbolic link to a directory.
    NOTDIR,
    /// Directory not empty.
    NOTEMPTY,
    /// State not recoverable.
    NOTRECOVERABLE,
    /// Not a socket.
    NOTSOCK,
    /// Not supported, or operation not supported on socket.
    NOTSUP,
    /// Inappropriate I/O control operation.
    NOTTY,
    /// No such device or address.
    NXIO,
    /// Value too large to be stored in data type.
    OVERFLOW,
    /// Previous owner died.
    OWNERDEAD,
    /// Operation not permitted.
    PERM,
    /// Broken pipe.
    PIPE,
    /// Protocol error.
    PROTO,
    /// Protocol not supported.
    PROTONOSUPPORT,
    /// Protocol wrong type for socket.
    PROTOTYPE,
    /// Result too large.
    RANGE,
    /// Read-only file system.
    ROFS,
    /// Invalid seek.
    SPIPE,
    /// No such process.
    SRCH,
    /// Reserved.
    STALE,
    /// Connection timed out.
    TIMEDOUT,
    /// Text file busy.
    TXTBSY,
    /// Cross-device link.
    XDEV,
    /// Capabilities insufficient.
    NOTCAPABLE,
    // From here on those of WasmEdge's socket extension, for `sock_getaddrinfo` alone; named as in
    // getaddrinfo(3).
    /// The host has no address of the family.
    AIADDRFAMILY,
    /// The name server failed for now.
    AIAGAIN,
    /// Invalid flags.
    AIBADFLAG,
    /// The name server failed for good.
    AIFAIL,
    /// The family is not supported.
    AIFAMILY,
    /// Out of memory, or no room for an answer.
    AIMEMORY,
    /// The host has no addresses.
    AINODATA,
    /// The name or the service is not known.
    AINONAME,
    /// The service is not there for the kind of socket.
    AISERVICE,
    /// The kind of socket is not supported.
    AISOCKTYPE,
    /// An error of the system.
    AISYSTEM;

    /// The number that the guest sees.
    ///
    /// @return 0 for [#SUCCESS], else up to 76, and beyond for the socket extension
    @SuppressWarnings("EnumOrdinal") // The constants stand in the specification's order.
    public int code() {
        return ordinal();
    }

    /// Translates the raw result of a system call.
    ///
    /// @param result a value, or the negated error number of Linux
    /// @return [#SUCCESS] for 0 and above
    public static Errno ofResult(long result) {
        return result >= 0 ? SUCCESS : LinuxErrno.toWasi((int) -result);
    }
}
