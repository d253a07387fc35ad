#!/bin/sh
# Checks named.pml, inplace.pml and shared.pml: each configuration of the protocol must hold, each mutation of it must fail with its property.
# Needs spin and a C compiler. All searches are exhaustive (-DSAFETY -DCOLLAPSE); mutations are searched breadth
# first, so that the trail is the shortest one. "check.sh keep" keeps the work directories with the trails.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
[ "${1:-}" = keep ] && echo "work: $work" || trap 'rm -rf "$work"' EXIT
model=named
failures=0
count=0

# search <compiler options> <model options> [<search options>]: sets $dir
search() {
	count=$((count + 1))
	dir="$work/$count"
	mkdir "$dir" && cd "$dir" || exit 2
	cp "$here/$model.pml" .
	# shellcheck disable=SC2086
	spin -a $2 $model.pml > spin.out 2>&1 && ${CC:-cc} -O1 -w -DCOLLAPSE $1 -o pan pan.c && ./pan -m100000 -w22 ${3:-} > pan.out 2>&1
	grep -q 'errors: [0-9]' pan.out 2> /dev/null || { cat spin.out pan.out; echo "NOT SEARCHED: $2"; exit 2; }
	states=$(awk '/states, stored/ { print $1; exit }' pan.out)
}
holds() {
	search "${2:--DSAFETY}" "$1" "${3:-}"
	if grep -q 'errors: 0' pan.out && ! grep -q -e 'max search depth too small' -e 'out of memory' pan.out; then
		echo "holds  $states states: $1"
	else
		failures=$((failures + 1)); echo "FAILED, must hold: $1"; grep -e 'pan:' -e 'error:' pan.out
	fi
}
fails() {
	search "${3:--DSAFETY -DBFS}" "$2" "${4:-}"
	if grep -q "pan:1: .*$1" pan.out; then
		echo "fails  $1: $2"
	else
		failures=$((failures + 1)); echo "PASSED or another property, must fail with $1: $2"; grep -e 'pan:' -e 'errors:' pan.out
	fi
}

holds "-DNP=2 -DM=2 -DNB=1 -DCLK=2"
holds "-DNP=2 -DM=1 -DNB=2"
holds "-DNP=2 -DM=1 -DNB=1 -DCR=1"
holds "-DNP=1 -DM=2 -DNB=1 -DMB=2 -DCR=2"
holds "-DNP=2 -DM=2 -DNS=1 -DCR=1"
holds "-DNP=2 -DM=1 -DNB=1 -DNS=1"
holds "-DNP=2 -DM=1 -DNB=1 -DST=1"
holds "-DNP=2 -DM=1 -DNS=1 -DST=1"
holds "-DNP=2 -DM=1 -DNF=1 -DCR=1 -DPLAIN_STRICT"
holds "-DNP=2 -DM=1 -DNF=1 -DNB=1"
holds "-DNP=2 -DM=1 -DNF=1 -DNS=1 -DCR=1"
holds "-DNP=2 -DM=1 -DNF=1 -DST=1"
holds "-DNP=2 -DM=1 -DNB=1 -DHALT"
holds "-DNP=2 -DM=2 -DNB=1 -DBEAT"
holds "-DNP=2 -DM=2 -DST=1 -DCLK=3 -DTOKALL -DOWN_TOKENS"
holds "-DNP=2 -DM=1 -DNS=1 -DST=1 -DBACK -DTOKALL"

fails robbed "-DNP=2 -DM=2 -DNS=1 -DNO_IDENTITY"
fails robbed "-DNP=2 -DM=2 -DNS=1 -DNO_IDENTITY_AFTER_WAIT"
fails robbed "-DNP=2 -DM=2 -DNB=1 -DNO_MARK_LOOK"
fails robbed "-DNP=2 -DM=2 -DNB=1 -DEARLY_MARK"
fails robbed "-DNP=2 -DM=2 -DNB=1 -DNO_SECOND_LOOK"
fails robbed "-DNP=2 -DM=2 -DNB=1 -DCLEAR_WITHOUT_MUTEX"
fails robbed "-DNP=2 -DM=2 -DNB=2 -DNO_MUTEX"
fails robbed "-DNP=2 -DM=1 -DNB=1 -DNS=1 -DNO_MUTEX"
fails tokenback "-DNP=2 -DM=2 -DNS=1 -DNO_FLOOR"
fails tokenback "-DNP=2 -DM=2 -DNB=1 -DNO_FLOOR"
fails tokenback "-DNP=2 -DM=2 -DNS=1 -DCR=1 -DFLOOR_LATE"
fails tokenback "-DNP=2 -DM=1 -DNS=1 -DEARLY_FLOOR"
fails robbed "-DNP=2 -DM=1 -DNB=1 -DZERO_MARK"
fails robbed "-DNP=1 -DM=1 -DNF=1 -DNB=1 -DZERO_MARK"
fails robbed "-DNP=2 -DM=1 -DNB=1 -DWIPE"
fails tokenback "-DNP=2 -DM=2 -DNS=1 -DCR=1 -DTORN"
fails unreported "-DNP=2 -DM=1 -DNS=1 -DCR=1 -DSWEEP_DIED"
fails robbed "-DNP=2 -DM=2 -DNB=1 -DBEAT -DBEAT_LATE"
fails "invalid end state" "-DNP=2 -DM=1 -DNB=1 -DHALT -DNO_LOOK_IN_WAIT"
# limits of the protocol, described in README.md
fails overlap "-DNP=1 -DM=1 -DNF=1 -DNS=1 -DPLAIN_STRICT"
fails overlap "-DNP=1 -DM=1 -DNF=2 -DNB=1 -DPLAIN_STRICT"
fails robbed "-DNP=2 -DM=1 -DNB=1 -DST=1 -DSTRICT"
fails tokenback "-DNP=2 -DM=2 -DST=1 -DCLK=3 -DOWN_TOKENS"
fails tokenback "-DNP=1 -DM=3 -DNS=1 -DST=1 -DBACK"

model=inplace
holds "-DNP=1 -DM=2"
holds "-DNP=2 -DM=2"
holds "-DNP=2 -DM=2 -DNL=1 -DCR=1"
holds "-DNP=2 -DM=1 -DNF=1 -DCR=1"
holds "-DNP=2 -DM=2 -DNF=1 -DNL=1 -DCR=2"
holds "-DNP=3 -DM=1 -DNF=1 -DNL=1 -DCR=1"
fails left "-DNP=1 -DM=2 -DCLOSE_LATE"
fails mixed "-DNP=2 -DM=2 -DCR=1 -DNO_CUT"
fails overlap "-DNP=3 -DM=1 -DNO_LOCK"

model=shared
holds "-DNW=2 -DNR=2"
holds "-DNW=1 -DNR=2 -DM=2 -DCR=2"
holds "-DNW=2 -DNR=1 -DNS=1 -DCR=1"
holds "-DNW=2 -DNR=2 -DNL=1 -DCR=1"
holds "-DNW=1 -DNR=2 -DNS=2 -DCR=1"
# with readers that come for ever, under weak fairness
holds "-DLIVE -DNW=1 -DNR=3" -DNFAIR=6 "-a -f"
fails nameless "-DNW=1 -DNR=1 -DNS=1 -DNO_CHECK"
fails nameless "-DNW=1 -DNR=1 -DNS=1 -DSWEEP_UNLOCKED"
fails "acceptance cycle" "-DLIVE -DNW=1 -DNR=2 -DNO_TURN" -DNFAIR=6 "-a -f"
fails "acceptance cycle" "-DLIVE -DNW=1 -DNR=2 -DLATE" -DNFAIR=6 "-a -f"

[ $failures = 0 ] && echo "All as expected ($count searches)." || { echo "$failures of $count searches not as expected."; exit 1; }
