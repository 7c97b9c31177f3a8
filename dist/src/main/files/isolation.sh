# The part of containerd-shim-jwasm-v1 for daemons inside of a pod's or a container's control group, read by it only where
# that is asked for (`isolation` in docs/operations.md). Sets variables of its: state, group, sized.
# shellcheck shell=sh disable=SC2154,SC1083 # variables of the launcher; braces of JSON

MIB=1048576
LEAST_LIMIT=$((128 * MIB)) # what a daemon's first containers were measured to need; docs/operations.md has the figures
BESIDE_HEAP=$((80 * MIB))  # what the JVM needs besides its heap, and an eighth of the limit for what grows with use

# ---- config.json ---------------------------------------------------------------------------------

read_spec() {
    [ -r "$bundle/config.json" ] || fail "isolation \"$isolation\" needs \"$bundle/config.json\", which cannot be read"
    spec=$(cat "$bundle/config.json")
    # What follows finds keys by the quotation marks and the brackets around them, which are escaped or missing in texts.
    case $spec in
    *[,{]'"ociVersion":"'*) ;;
    *) fail "isolation \"$isolation\": \"$bundle/config.json\" is not in the form that containerd writes" ;;
    esac
}

# Sets `value` to the text of a key; fails when there is none.
find_text() { # KEY
    value=''
    case $spec in
    *[,{]\""$1"\":\"*) ;;
    *) return 1 ;;
    esac
    value=${spec#*[,\{]\""$1"\":\"}
    value=${value%%\"*}
    case $value in *\\*) fail "config.json: $1 \"$value\" holds a character that is not understood here" ;; esac
    [ -n "$value" ]
}

# Sets `value` to a number within the object of a key; fails when there is none.
find_number() { # OBJECT KEY
    value=''
    case $spec in
    *[,{]\""$1"\":{*) ;;
    *) return 1 ;;
    esac
    value=${spec#*[,\{]\""$1"\":}
    value=${value%%\}*}
    case $value in
    *[,{]\""$2"\":*) ;;
    *) return 1 ;;
    esac
    value=${value#*[,\{]\""$2"\":}
    value=${value%%,*}
    is_number "$value"
}

# Sets `group`, the id of the pod or the container whose daemon it is, and makes `state` that daemon's directory.
locate_group() {
    read_spec
    group=$id
    if [ "$isolation" = pod ] && find_text io.kubernetes.cri.sandbox-id; then group=$value; fi
    check_identifier "id of the pod" "$group"
    state=$state/-/$group
}

# ---- where the control group is --------------------------------------------------------------------

# Sets `directory` to where systemd keeps a slice: a-b.slice is inside of a.slice.
expand_slice() { # SLICE
    directory=''
    if [ "$1" = -.slice ]; then return; fi
    case $1 in
    *-.slice | -* | *--* | .slice | */*) fail "config.json: linux.cgroupsPath: \"$1\" is no slice of systemd" ;;
    *.slice) ;;
    *) fail "config.json: linux.cgroupsPath: \"$1\" is no slice of systemd" ;;
    esac
    left=${1%.slice} prefix=''
    while [ -n "$left" ]; do
        prefix=$prefix${prefix:+-}${left%%-*}
        directory=$directory/$prefix.slice
        case $left in
        *-*) left=${left#*-} ;;
        *) left='' ;;
        esac
    done
}

# Sets `path`, the group's path below each hierarchy's mount point, as CgroupPath does.
locate_cgroup() {
    find_text cgroupsPath || fail "isolation \"$isolation\": config.json has no linux.cgroupsPath"
    path=$value
    if [ "$group" != "$id" ]; then
        # The daemon's place is in the pod's first container, also when it is started anew by another one.
        case $path in
        *"$id") path=${path%"$id"}$group ;;
        *) fail "config.json: linux.cgroupsPath \"$path\" does not end with the container's id" ;;
        esac
    fi
    case $path in
    /* | *:*:*:*) ;;
    *:*:*)
        unit=${path#*:}
        path=${path%%:*}
        expand_slice "${path:-system.slice}"
        case $unit in
        *.slice) unit=${unit#*:} ;;
        :*) unit=${unit#:}.scope ;;
        *) unit=${unit%%:*}-${unit#*:}.scope ;;
        esac
        path=$directory/$unit
        ;;
    esac
    path=/$path/
    while :; do
        case $path in
        *//*) path=${path%%//*}/${path#*//} ;;
        *) break ;;
        esac
    done
    case $path in
    / | */../* | */./* | *"$line_end"*) fail "config.json: linux.cgroupsPath: \"$path\" is no path below the root" ;;
    esac
    path=${path%/}
}

# Sets `hierarchies`, lines of a mount point and its controllers; those of v1 if there are any, else that of v2.
find_hierarchies() {
    hierarchies='' unified=''
    while read -r _ _ _ _ point rest; do
        type=${rest##* - }
        options=${type##* }
        case $point in *\\*) continue ;; esac
        case ${type%% *} in
        cgroup2) unified=${unified:-$point} ;;
        cgroup)
            case $hierarchies in
            *" ,$options,$line_end"*) ;;
            *) hierarchies="$hierarchies$point ,$options,$line_end" ;;
            esac
            ;;
        esac
    done </proc/self/mountinfo
    if [ -z "$hierarchies" ] && [ -n "$unified" ]; then hierarchies="$unified v2$line_end"; fi
    [ -n "$hierarchies" ] || fail "isolation \"$isolation\": no control groups are mounted"
}

# ---- the control group -----------------------------------------------------------------------------

put() { # VALUE FILE
    { printf '%s' "$1" >"$2"; } 2>/dev/null
}

# Lowers `limit`, the memory that the daemon may have; nothing where it has no limit.
lower_limit() { # BYTES
    if is_number "$1" && [ "$1" -gt 0 ] && { [ -z "$limit" ] || [ "$1" -lt "$limit" ]; }; then limit=$1; fi
}

lower_limit_by() { # FILE
    { read -r value <"$1"; } 2>/dev/null && lower_limit "$value"
}

# Makes the group in one hierarchy with its parents, and looks what memory they leave.
make_levels() { # MOUNT CONTROLLERS
    level=$1 left=${path#/}
    while [ -n "$left" ]; do
        if [ "$2" = v2 ]; then
            for controller in memory cpu; do put "+$controller" "$level/cgroup.subtree_control"; done
        fi
        parent=$level level=$level/${left%%/*}
        case $left in
        */*) left=${left#*/} ;;
        *) left='' ;;
        esac
        mkdir -m 755 "$level" 2>/dev/null || [ -d "$level" ] || fail "cannot make control group \"$level\""
        case $2 in *,cpuset,*) inherit_cpuset "$parent" "$level" ;; esac
        case $2 in
        *,memory,*) lower_limit_by "$level/memory.limit_in_bytes" ;;
        v2) lower_limit_by "$level/memory.max" ;;
        esac
    done
    printf '%s\n' "$level" >>"$state/cgroup"
    limit_group "$level" "$2"
}

# A cpuset of v1 is born empty and takes no process until it names processors and memory.
inherit_cpuset() { # PARENT GROUP
    for file in cpuset.cpus cpuset.mems; do
        read -r value <"$2/$file"
        if [ -z "$value" ] && read -r value <"$1/$file"; then put "$value" "$2/$file"; fi
    done
}

# Gives the kernel the container's own limits, as a runtime does whose containers are processes.
limit_group() { # DIRECTORY CONTROLLERS
    case $2 in
    v2)
        [ -z "$memory" ] || put "$memory" "$1/memory.max" || fail "cannot limit the memory of \"$1\""
        [ -z "$quota" ] || put "$quota $period" "$1/cpu.max" || fail "cannot limit the processor time of \"$1\""
        [ -z "$shares" ] || put $((1 + (shares - 2) * 9999 / 262142)) "$1/cpu.weight"
        ;;
    *)
        case $2 in *,memory,*)
            [ -z "$memory" ] || put "$memory" "$1/memory.limit_in_bytes" || fail "cannot limit the memory of \"$1\""
            ;;
        esac
        case $2 in *,cpu,*)
            [ -z "$quota" ] || { put "$period" "$1/cpu.cfs_period_us" && put "$quota" "$1/cpu.cfs_quota_us"; } ||
                fail "cannot limit the processor time of \"$1\""
            [ -z "$shares" ] || put "$shares" "$1/cpu.shares"
            ;;
        esac
        ;;
    esac
}

# Sets memory, quota, period and shares to what config.json gives the pod or the container. The processors of a pod are its
# parent group's business.
read_limits() {
    memory='' quota='' period=100000 shares='' limit=''
    if find_text io.kubernetes.cri.sandbox-memory; then lower_limit "$value"; fi
    if [ "$group" = "$id" ] && find_number memory limit; then lower_limit "$value"; fi
    memory=$limit
    case $spec in *[,{]'"io.kubernetes.cri.container-type":"sandbox"'*) return ;; esac
    if [ "$group" != "$id" ]; then return; fi
    if find_number cpu quota && [ "$value" -gt 0 ]; then quota=$value; fi
    if find_number cpu period && [ "$value" -gt 0 ]; then period=$value; fi
    if find_number cpu shares && [ "$value" -ge 2 ]; then shares=$value; fi
}

# Makes the group with its limits, and sets `sized` to the options of a JVM that fits into it.
prepare_group() {
    locate_cgroup
    find_hierarchies
    read_limits
    : >"$state/cgroup"
    IFS=$line_end
    # shellcheck disable=SC2086 # one for each line
    set -- $hierarchies
    unset IFS
    for hierarchy in "$@"; do make_levels "${hierarchy%% *}" "${hierarchy#* }"; done
    sized='-XX:-UseG1GC -XX:+UseSerialGC'
    if [ -z "$limit" ]; then return; fi
    [ "$limit" -ge $LEAST_LIMIT ] ||
        fail "isolation \"$isolation\": a memory limit of $limit bytes is less than the $LEAST_LIMIT that a daemon needs"
    sized="$sized -Xmx$(((limit - limit / 8 - BESIDE_HEAP) / 1024))k"
}

# Moves the calling process into the group; all that the JVM takes is counted there then.
join_group() {
    while IFS= read -r directory; do
        put 0 "$directory/cgroup.procs" || {
            printf 'cannot join control group "%s"\n' "$directory" >&2
            exit 1
        }
    done <"$state/cgroup"
}

# ---- the end ---------------------------------------------------------------------------------------

# Removes what a daemon that is dead has left, unless there are other containers of its own.
clear_group() {
    if find_daemon; then return; fi
    rmdir "$state/pending" 2>/dev/null || [ ! -d "$state/pending" ] || return 0
    if ! rmdir "$state/tasks" 2>/dev/null && [ -d "$state/tasks" ]; then
        mkdir "$state/pending" 2>/dev/null
        return
    fi
    if [ -r "$state/cgroup" ]; then
        set --
        while IFS= read -r directory; do set -- "$@" "$directory"; done <"$state/cgroup"
        remove_cgroups "$@"
    fi
    if IFS= read -r socket 2>/dev/null <"$state/daemon"; then rm -f "${socket#unix://}" "${socket#unix://}.grpc"; fi
    for file in daemon lock starting early daemon.log cgroup; do rm -f "$state/$file"; done
    rmdir "$state" || :
}
