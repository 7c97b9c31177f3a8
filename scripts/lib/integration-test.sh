# shellcheck shell=bash
# Sourced by the scripts that run one integration test for its figures.

# run_integration_test CLASS TAG MAVEN-ARG...   build what CLASS needs, run it alone and print its lines that begin with [TAG]
run_integration_test() {
    local class=$1 tag=$2 output status=0
    shift 2
    # shellcheck source=toolchain.sh
    . scripts/lib/toolchain.sh
    need_toolchain
    output=$(mktemp)
    # However this script ends, what it runs ends, too; where there is no setpriv, it ends by itself.
    local bound=()
    if command -v setpriv >/dev/null; then bound=(setpriv --pdeathsig TERM); fi
    "${bound[@]}" "$MVN" -B -ntp verify -pl integration-tests -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
        -Dit.test="$class" -Dfailsafe.failIfNoSpecifiedTests=false "$@" </dev/null >"$output" 2>&1 || status=$?
    sed -n "s/^\[$tag\] //p" "$output"
    [ "$status" = 0 ] || grep -E 'ERROR|FAIL' "$output" | head -n 40 >&2
    grep -h "Skipped: [1-9]" "$output" >&2 || true
    rm -f "$output"
    return "$status"
}
