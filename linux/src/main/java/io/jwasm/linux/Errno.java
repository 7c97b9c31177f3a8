package io.jwasm.linux;

/// Error numbers of Linux, the same on x86-64 and aarch64
/// ([errno(3)](https://man7.org/linux/man-pages/man3/errno.3.html), `asm-generic/errno.h`).
public final class Errno {

    /// Operation not permitted.
    public static final int EPERM = 1;

    /// No such file or directory.
    public static final int ENOENT = 2;

    /// No such process.
    public static final int ESRCH = 3;

    /// Interrupted system call.
    public static final int EINTR = 4;

    /// Input/output error.
    public static final int EIO = 5;

    /// No such device or address.
    public static final int ENXIO = 6;

    /// Argument list too long.
    public static final int E2BIG = 7;

    /// Exec format error.
    public static final int ENOEXEC = 8;

    /// Bad file descriptor.
    public static final int EBADF = 9;

    /// No child processes.
    public static final int ECHILD = 10;

    /// Resource temporarily unavailable.
    public static final int EAGAIN = 11;

    /// Cannot allocate memory.
    public static final int ENOMEM = 12;

    /// Permission denied.
    public static final int EACCES = 13;

    /// Bad address.
    public static final int EFAULT = 14;

    /// Block device required.
    public static final int ENOTBLK = 15;

    /// Device or resource busy.
    public static final int EBUSY = 16;

    /// File exists.
    public static final int EEXIST = 17;

    /// Invalid cross-device link.
    public static final int EXDEV = 18;

    /// No such device.
    public static final int ENODEV = 19;

    /// Not a directory.
    public static final int ENOTDIR = 20;

    /// Is a directory.
    public static final int EISDIR = 21;

    /// Invalid argument.
    public static final int EINVAL = 22;

    /// Too many open files in system.
    public static final int ENFILE = 23;

    /// Too many open files.
    public static final int EMFILE = 24;

    /// Inappropriate ioctl for device.
    public static final int ENOTTY = 25;

    /// Text file busy.
    public static final int ETXTBSY = 26;

    /// File too large.
    public static final int EFBIG = 27;

    /// No space left on device.
    public static final int ENOSPC = 28;

    /// Illegal seek.
    public static final int ESPIPE = 29;

    /// Read-only file system.
    public static final int EROFS = 30;

    /// Too many links.
    public static final int EMLINK = 31;

    /// Broken pipe.
    public static final int EPIPE = 32;

    /// Numerical argument out of domain.
    public static final int EDOM = 33;

    /// Numerical result out of range.
    public static final int ERANGE = 34;

    /// Resource deadlock avoided.
    public static final int EDEADLK = 35;

    /// File name too long.
    public static final int ENAMETOOLONG = 36;

    /// No locks available.
    public static final int ENOLCK = 37;

    /// Function not implemented.
    public static final int ENOSYS = 38;

    /// Directory not empty.
    public static final int ENOTEMPTY = 39;

    /// Too many levels of symbolic links.
    public static final int ELOOP = 40;

    /// No message of desired type.
    public static final int ENOMSG = 42;

    /// Identifier removed.
    public static final int EIDRM = 43;

    /// Device not a stream.
    public static final int ENOSTR = 60;

    /// No data available.
    public static final int ENODATA = 61;

    /// Timer expired.
    public static final int ETIME = 62;

    /// Link has been severed.
    public static final int ENOLINK = 67;

    /// Protocol error.
    public static final int EPROTO = 71;

    /// Multihop attempted.
    public static final int EMULTIHOP = 72;

    /// Bad message.
    public static final int EBADMSG = 74;

    /// Value too large for defined data type.
    public static final int EOVERFLOW = 75;

    /// Invalid or incomplete multibyte or wide character.
    public static final int EILSEQ = 84;

    /// Socket operation on non-socket.
    public static final int ENOTSOCK = 88;

    /// Destination address required.
    public static final int EDESTADDRREQ = 89;

    /// Message too long.
    public static final int EMSGSIZE = 90;

    /// Protocol wrong type for socket.
    public static final int EPROTOTYPE = 91;

    /// Protocol not available.
    public static final int ENOPROTOOPT = 92;

    /// Protocol not supported.
    public static final int EPROTONOSUPPORT = 93;

    /// Operation not supported.
    public static final int EOPNOTSUPP = 95;

    /// Address family not supported by protocol.
    public static final int EAFNOSUPPORT = 97;

    /// Address already in use.
    public static final int EADDRINUSE = 98;

    /// Cannot assign requested address.
    public static final int EADDRNOTAVAIL = 99;

    /// Network is down.
    public static final int ENETDOWN = 100;

    /// Network is unreachable.
    public static final int ENETUNREACH = 101;

    /// Network dropped connection on reset.
    public static final int ENETRESET = 102;

    /// Software caused connection abort.
    public static final int ECONNABORTED = 103;

    /// Connection reset by peer.
    public static final int ECONNRESET = 104;

    /// No buffer space available.
    public static final int ENOBUFS = 105;

    /// Transport endpoint is already connected.
    public static final int EISCONN = 106;

    /// Transport endpoint is not connected.
    public static final int ENOTCONN = 107;

    /// Connection timed out.
    public static final int ETIMEDOUT = 110;

    /// Connection refused.
    public static final int ECONNREFUSED = 111;

    /// No route to host.
    public static final int EHOSTUNREACH = 113;

    /// Operation already in progress.
    public static final int EALREADY = 114;

    /// Operation now in progress.
    public static final int EINPROGRESS = 115;

    /// Stale file handle.
    public static final int ESTALE = 116;

    /// Disk quota exceeded.
    public static final int EDQUOT = 122;

    /// Operation canceled.
    public static final int ECANCELED = 125;

    /// Owner died.
    public static final int EOWNERDEAD = 130;

    /// State not recoverable.
    public static final int ENOTRECOVERABLE = 131;

    private Errno() {}

    /// Names an error number for people.
    ///
    /// @param errno the error number
    /// @return such as `ENOENT (No such file or directory)`, or `errno 999` for one not listed
    public static String describe(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM (Operation not permitted)";
            case ENOENT -> "ENOENT (No such file or directory)";
            case ESRCH -> "ESRCH (No such process)";
            case EINTR -> "EINTR (Interrupted system call)";
            case EIO -> "EIO (Input/output error)";
            case ENXIO -> "ENXIO (No such device or address)";
            case E2BIG -> "E2BIG (Argument list too long)";
            case ENOEXEC -> "ENOEXEC (Exec format error)";
            case EBADF -> "EBADF (Bad file descriptor)";
            case ECHILD -> "ECHILD (No child processes)";
            case EAGAIN -> "EAGAIN (Resource temporarily unavailable)";
            case ENOMEM -> "ENOMEM (Cannot allocate memory)";
            case EACCES -> "EACCES (Permission denied)";
            case EFAULT -> "EFAULT (Bad address)";
            case ENOTBLK -> "ENOTBLK (Block device required)";
            case EBUSY -> "EBUSY (Device or resource busy)";
            case EEXIST -> "EEXIST (File exists)";
            case EXDEV -> "EXDEV (Invalid cross-device link)";
            case ENODEV -> "ENODEV (No such device)";
            case ENOTDIR -> "ENOTDIR (Not a directory)";
            case EISDIR -> "EISDIR (Is a directory)";
            case EINVAL -> "EINVAL (Invalid argument)";
            case ENFILE -> "ENFILE (Too many open files in system)";
            case EMFILE -> "EMFILE (Too many open files)";
            case ENOTTY -> "ENOTTY (Inappropriate ioctl for device)";
            case ETXTBSY -> "ETXTBSY (Text file busy)";
            case EFBIG -> "EFBIG (File too large)";
            case ENOSPC -> "ENOSPC (No space left on device)";
            case ESPIPE -> "ESPIPE (Illegal seek)";
            case EROFS -> "EROFS (Read-only file system)";
            case EMLINK -> "EMLINK (Too many links)";
            case EPIPE -> "EPIPE (Broken pipe)";
            case EDOM -> "EDOM (Numerical argument out of domain)";
            case ERANGE -> "ERANGE (Numerical result out of range)";
            case EDEADLK -> "EDEADLK (Resource deadlock avoided)";
            case ENAMETOOLONG -> "ENAMETOOLONG (File name too long)";
            case ENOLCK -> "ENOLCK (No locks available)";
            case ENOSYS -> "ENOSYS (Function not implemented)";
            case ENOTEMPTY -> "ENOTEMPTY (Directory not empty)";
            case ELOOP -> "ELOOP (Too many levels of symbolic links)";
            case ENOMSG -> "ENOMSG (No message of desired type)";
            case EIDRM -> "EIDRM (Identifier removed)";
            case ENOSTR -> "ENOSTR (Device not a stream)";
            case ENODATA -> "ENODATA (No data available)";
            case ETIME -> "ETIME (Timer expired)";
            case ENOLINK -> "ENOLINK (Link has been severed)";
            case EPROTO -> "EPROTO (Protocol error)";
            case EMULTIHOP -> "EMULTIHOP (Multihop attempted)";
            case EBADMSG -> "EBADMSG (Bad message)";
            case EOVERFLOW -> "EOVERFLOW (Value too large for defined data type)";
            case EILSEQ -> "EILSEQ (Invalid or incomplete multibyte or wide character)";
            case ENOTSOCK -> "ENOTSOCK (Socket operation on non-socket)";
            case EDESTADDRREQ -> "EDESTADDRREQ (Destination address required)";
            case EMSGSIZE -> "EMSGSIZE (Message too long)";
            case EPROTOTYPE -> "EPROTOTYPE (Protocol wrong type for socket)";
            case ENOPROTOOPT -> "ENOPROTOOPT (Protocol not available)";
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT (Protocol not supported)";
            case EOPNOTSUPP -> "EOPNOTSUPP (Operation not supported)";
            case EAFNOSUPPORT -> "EAFNOSUPPORT (Address family not supported by protocol)";
            case EADDRINUSE -> "EADDRINUSE (Address already in use)";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL (Cannot assign requested address)";
            case ENETDOWN -> "ENETDOWN (Network is down)";
            case ENETUNREACH -> "ENETUNREACH (Network is unreachable)";
            case ENETRESET -> "ENETRESET (Network dropped connection on reset)";
            case ECONNABORTED -> "ECONNABORTED (Software caused connection abort)";
            case ECONNRESET -> "ECONNRESET (Connection reset by peer)";
            case ENOBUFS -> "ENOBUFS (No buffer space available)";
            case EISCONN -> "EISCONN (Transport endpoint is already connected)";
            case ENOTCONN -> "ENOTCONN (Transport endpoint is not connected)";
            case ETIMEDOUT -> "ETIMEDOUT (Connection timed out)";
            case ECONNREFUSED -> "ECONNREFUSED (Connection refused)";
            case EHOSTUNREACH -> "EHOSTUNREACH (No route to host)";
            case EALREADY -> "EALREADY (Operation already in progress)";
            case EINPROGRESS -> "EINPROGRESS (Operation now in progress)";
            case ESTALE -> "ESTALE (Stale file handle)";
            case EDQUOT -> "EDQUOT (Disk quota exceeded)";
            case ECANCELED -> "ECANCELED (Operation canceled)";
            case EOWNERDEAD -> "EOWNERDEAD (Owner died)";
            case ENOTRECOVERABLE -> "ENOTRECOVERABLE (State not recoverable)";
            default -> "errno " + errno;
        };
    }
}
