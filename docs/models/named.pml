/* Named lock: one persistent file a name, flock on it, a record (token, broken, since), a mutex file with the floor.

   Each statement or atomic block is one look at, or one change of, something that other processes see.
   NP own processes with M acquisitions each; NF plain users of flock(1) with MF rounds each; NB operators with MB
   breaks each; NS sweepers with MS sweeps each; ST removals of the name by a stranger, of which some are renames
   (BACK: a renamed file may come back under the name); CR kills of any process at any step: the kernel drops its
   locks, the record stays, an own process starts again and has forgotten everything. CLK: the clock at the start; it
   is set back to 0 at any moment. HALT: a holder that was broken never goes on. BEAT: an operator judges by the
   heartbeat alone, and every holder beats.

   robbed      a holder lost its name without a stranger and without a break of its very token
   overlap     two holders, and neither has lost its name to a break of its token or to a stranger
   tokenback   a token is not above that of the last holder (after a stranger's removal: not above the floor)
   untold      a holder lost its name, and asking does not show it
   unreported  the last holder was killed inside, and the next one is not told
   (end state) a process waits for ever

   Changes that must fail, each with its property, are in check.sh. */
#ifndef NP
#define NP 2
#endif
#ifndef M
#define M 2
#endif
#ifndef NF
#define NF 0
#endif
#ifndef MF
#define MF 1
#endif
#ifndef NB
#define NB 0
#endif
#ifndef MB
#define MB 1
#endif
#ifndef NS
#define NS 0
#endif
#ifndef MS
#define MS 1
#endif
#ifndef ST
#define ST 0
#endif
#ifndef CR
#define CR 0
#endif
#ifndef CLK
#define CLK 0
#endif
#define N     6                /* NP + NF + NB + NS at most */
#define NI    7                /* inodes: each process holds one open, one has the name, one was renamed */
#define ALL   255              /* the mark of a break that found token 0 */
#define OWN(p)   ((p) <= NP)
#define MAX(a,b) ((a) > (b) -> (a) : (b))

/* the file system and the kernel */
byte path, away;               /* inode under the name; inode that a stranger renamed; 0 none */
byte mutex;                    /* who has flock on .mutex */
byte floor;                    /* content of .mutex */
byte flk[NI+1];                /* who has flock on the inode */
byte fd[N+1];                  /* the inode that a process has open */
byte token[NI+1], broken[NI+1];
bit  magic[NI+1], since[NI+1], beat[NI+1];   /* beat: 1 fresh, 0 older than stale-after */
byte clock = CLK, kills = CR, strangers = ST, ended;
bit  killed[N+1];
byte known[N+1];               /* the last token that a process saw */

/* what the properties need to know */
bit  in[N+1];                  /* believes that it holds */
byte mine[N+1];                /* its token */
bit  lost[N+1];                /* its name was taken by a stranger, or by a break of its token */
byte last;                     /* token of the last holder */
bit  inside;                   /* the last holder was killed inside */
bit  strange;                  /* a stranger acted after the breaker or sweeper looked at the path */
bit  robbed, overlap, tokenback, untold, unreported;

#define USED(i)  (path == i || away == i || fd[1] == i || fd[2] == i || fd[3] == i || fd[4] == i || fd[5] == i || fd[6] == i)
#define SOLE(q)  (in[q] && !lost[q])

inline open_create(p) {        /* open(O_CREAT) */
  atomic {
    if
    :: path != 0 -> fd[p] = path
    :: else -> i = 1;
       do :: i <= NI && USED(i) -> i++ :: else -> break od;
       assert(i <= NI);
       d_step { token[i] = 0; broken[i] = 0; magic[i] = 0; since[i] = 0; beat[i] = 0; path = i; fd[p] = i; i = 0 }
    fi
  }
}
inline unlock(p) { atomic { flk[fd[p]] = 0; lost[p] = 0 } }
inline enter(p) {
  d_step {
    in[p] = 1;
    overlap = SOLE(1) + SOLE(2) + SOLE(3) + SOLE(4) + SOLE(5) + SOLE(6) > 1;
    assert(!overlap);
    if
    :: OWN(p) && !lost[p] ->
       robbed = path != fd[p]; assert(!robbed);
       tokenback = mine[p] <= last; assert(!tokenback); last = mine[p];
       unreported = inside && !died; assert(!unreported); inside = 0
    :: else
    fi
  }
}
/* the name goes, whatever has it; t: the judged token, 0 for a sweep */
inline unlink(p, t) {
  d_step {
    v = path; path = 0; h = flk[v];
    if
#ifndef STRICT
    :: strange && v != fd[p] ->        /* a stranger acted between look and unlink: the same as a stranger's removal */
       inside = 0; last = floor;
       if :: h != 0 -> lost[h] = 1 :: else fi
    :: !(strange && v != fd[p]) && v != 0 && h != 0 && in[h] ->
#else
    :: v != 0 && h != 0 && in[h] ->
#endif
       robbed = OWN(h) && !lost[h] && !(v == fd[p] && mine[h] == t && t != 0);
#ifdef BEAT
       robbed = OWN(h);
#endif
       assert(!robbed);
       lost[h] = 1
    :: else
    fi;
    v = 0; h = 0
  }
}

proctype Own(byte me) {
  byte n, t, i; bit waited, died;
#ifdef EARLY_FLOOR
  byte f;
#endif
again: {
  do
  :: n < M -> n++;
anew:
#ifdef EARLY_FLOOR
     f = floor;
#endif
     if :: fd[me] == 0 -> open_create(me) :: else fi;
     if
     :: atomic { flk[fd[me]] == 0 -> flk[fd[me]] = me; waited = 0 }              /* LOCK_EX | LOCK_NB */
     :: atomic { flk[fd[me]] != 0 -> waited = 1 }
        if
        :: atomic { flk[fd[me]] == 0 -> flk[fd[me]] = me }                       /* LOCK_EX */
#ifndef NO_LOOK_IN_WAIT
        :: atomic { path != fd[me] -> fd[me] = 0; waited = 0; goto anew }        /* the timer of the wait */
#endif
        fi
     fi;
#ifndef NO_IDENTITY
     if
#ifdef NO_IDENTITY_AFTER_WAIT
     :: waited -> skip
     :: !waited && path == fd[me] -> skip
     :: !waited && path != fd[me] ->
#else
     :: path == fd[me] -> skip
     :: path != fd[me] ->
#endif
        unlock(me); atomic { fd[me] = 0; waited = 0; goto anew }
     fi;
#endif
     waited = 0;
     if
     :: !magic[fd[me]] ->                                                        /* empty: a new record */
#if defined(NO_FLOOR)
        t = MAX(token[fd[me]], known[me]);
#elif defined(EARLY_FLOOR)
        t = MAX(token[fd[me]], MAX(f, known[me])); f = 0;
#else
        t = MAX(token[fd[me]], MAX(floor, known[me]));
#endif
#ifdef TORN
        magic[fd[me]] = 1;
        token[fd[me]] = t
#else
#ifdef WIPE
        d_step { token[fd[me]] = t; broken[fd[me]] = 0 }
#else
        token[fd[me]] = t;
#endif
        magic[fd[me]] = 1
#endif
     :: else
     fi;
     atomic {
       t = token[fd[me]]; died = since[fd[me]];
#ifdef TOKALL
       t = MAX(t, MAX(floor, known[me]));
#endif
       t = MAX(t + 1, clock); mine[me] = t; t = 0
#ifdef OWN_TOKENS
       ; tokenback = mine[me] <= known[me]; assert(!tokenback)
#endif
     }
#ifdef EARLY_MARK
     if :: broken[fd[me]] != 0 -> goto marked :: else fi;
#endif
#if defined(BEAT) && !defined(BEAT_LATE)
     beat[fd[me]] = 1;
#endif
     token[fd[me]] = mine[me];
     known[me] = mine[me];
#ifdef BEAT_LATE
     beat[fd[me]] = 1;
#endif
     since[fd[me]] = 1;
#if defined(NO_MARK_LOOK) || defined(EARLY_MARK)
     enter(me); goto held;
#endif
     atomic { if :: broken[fd[me]] == 0 -> enter(me); goto held :: else fi }
marked:
#ifndef CLEAR_WITHOUT_MUTEX
     atomic { mutex == 0 -> mutex = me }
#endif
     if
     :: path == fd[me] ->
        atomic { broken[fd[me]] = 0; enter(me) }
        atomic { if :: mutex == me -> mutex = 0 :: else fi }
     :: path != fd[me] ->
        atomic { if :: mutex == me -> mutex = 0 :: else fi }
        since[fd[me]] = 0;
        unlock(me); atomic { fd[me] = 0; died = 0; mine[me] = 0; goto anew }
     fi;
held:
#ifdef HALT
     if :: atomic { lost[me] -> ended++ }; end_halted: false :: true fi;
#endif
     atomic {
#ifndef BACK
       untold = lost[me] && path == fd[me] && broken[fd[me]] != mine[me]; assert(!untold);
#endif
       in[me] = 0; died = 0; mine[me] = 0; since[fd[me]] = 0
     }
     unlock(me)
  :: else -> atomic { fd[me] = 0; known[me] = 0; ended++; goto fin }
  od
} unless { atomic { killed[me] -> killed[me] = 0; t = 0; i = 0; waited = 0; died = 0; goto again } }
fin: skip
}

/* flock <file> <command>: looks at no name after its wait, writes nothing */
proctype Plain(byte me) {
  byte n, i; bit died;
again: {
  do
  :: n < MF -> n++;
     open_create(me);
     atomic {
       flk[fd[me]] == 0 -> flk[fd[me]] = me;
#ifndef PLAIN_STRICT
       if :: path != fd[me] -> lost[me] = 1 :: else fi;       /* its file was removed while it waited */
#endif
       enter(me)
     }
     atomic { in[me] = 0; flk[fd[me]] = 0; lost[me] = 0; fd[me] = 0 }
  :: else -> atomic { ended++; goto fin }
  od
} unless { atomic { killed[me] -> killed[me] = 0; i = 0; goto again } }
fin: skip
}

proctype Operator(byte me) {
  byte n, t, v, h;
again: {
  do
  :: n < MB -> n++;
#ifndef NO_MUTEX
     atomic { mutex == 0 -> mutex = me }
#endif
     fd[me] = path;
     if :: fd[me] == 0 -> goto out :: else fi;
     t = token[fd[me]];
#ifdef BEAT
     if :: atomic { flk[fd[me]] != 0 && !beat[fd[me]] } :: else -> goto out fi;
#else
     if :: flk[fd[me]] != 0 :: goto out fi;                    /* stalled or not: any holder may be judged */
#endif
#ifdef ZERO_MARK
     broken[fd[me]] = t;
#else
     broken[fd[me]] = (t == 0 -> ALL : t);
#endif
#ifndef NO_SECOND_LOOK
     if :: token[fd[me]] != t -> broken[fd[me]] = 0; goto out :: else fi;
#endif
#if !defined(FLOOR_LATE) && !defined(NO_FLOOR)
     floor = MAX(floor, t);
#endif
     atomic { if :: path == fd[me] -> strange = 0 :: else -> goto out fi }
     atomic { unlink(me, t); inside = 0 }
#ifdef FLOOR_LATE
     floor = MAX(floor, t);
#endif
out: atomic { fd[me] = 0; t = 0; if :: mutex == me -> mutex = 0 :: else fi }
  :: else -> atomic { ended++; goto fin }
  od
} unless { atomic { killed[me] -> killed[me] = 0; t = 0; v = 0; h = 0; goto again } }
fin: skip
}

proctype Sweeper(byte me) {
  byte n, v, h;
again: {
  do
  :: n < MS -> n++;
#ifndef NO_MUTEX
     atomic { mutex == 0 -> mutex = me }
#endif
     fd[me] = path;
     if :: fd[me] == 0 -> goto out :: else fi;
     atomic { if :: flk[fd[me]] == 0 -> flk[fd[me]] = me :: else -> goto out fi }
     atomic { if :: path == fd[me] -> strange = 0 :: else -> goto un fi }
#ifndef SWEEP_DIED
     if :: since[fd[me]] -> goto un :: else fi;
#endif
#if !defined(FLOOR_LATE) && !defined(NO_FLOOR)
     floor = MAX(floor, token[fd[me]]);
#endif
     unlink(me, 0);
#ifdef FLOOR_LATE
     floor = MAX(floor, token[fd[me]]);
#endif
un:  unlock(me);
out: atomic { fd[me] = 0; if :: mutex == me -> mutex = 0 :: else fi }
  :: else -> atomic { ended++; goto fin }
  od
} unless { atomic { killed[me] -> killed[me] = 0; v = 0; h = 0; goto again } }
fin: skip
}

inline take_name() {           /* the name goes by a stranger's hand: its holder has lost it */
  if :: flk[path] != 0 -> lost[flk[path]] = 1 :: else fi;
  strange = 1; inside = 0; last = floor
}
proctype Stranger() {
end_idle:
  do
  :: atomic { strangers > 0 && path != 0 -> strangers--; take_name(); path = 0 }
  :: atomic { strangers > 0 && path != 0 && away == 0 -> strangers--; take_name(); away = path; path = 0 }
#ifdef BACK
  :: atomic {
       away != 0 -> if :: path != 0 -> take_name() :: else -> strange = 1; last = floor fi;
       path = away; away = 0
     }
#endif
  od
}
#define KILL(p) atomic { kills > 0 && (fd[p] != 0 || mutex == p) -> kills--; killed[p] = 1; \
    if :: OWN(p) && in[p] && !lost[p] -> inside = 1 :: else fi; \
    in[p] = 0; lost[p] = 0; mine[p] = 0; known[p] = 0; \
    if :: flk[fd[p]] == p -> flk[fd[p]] = 0 :: else fi; \
    if :: mutex == p -> mutex = 0 :: else fi; fd[p] = 0 }
proctype Killer() {
end_idle:
  do
  :: KILL(1)
  :: KILL(2)
  :: KILL(3)
  :: KILL(4)
  :: KILL(5)
  :: KILL(6)
  od
}
proctype Clock() {
end_idle: atomic { clock > 0 -> clock = 0 }
}
/* a beat grows old only while the lock is free: each holder beats */
proctype Ager() {
end_idle:
  do :: atomic { path != 0 && flk[path] == 0 && beat[path] -> beat[path] = 0 } od
}
init {
  byte p = 1;
  atomic {
    do :: p <= NP -> run Own(p); p++ :: else -> break od;
    do :: p <= NP + NF -> run Plain(p); p++ :: else -> break od;
    do :: p <= NP + NF + NB -> run Operator(p); p++ :: else -> break od;
    do :: p <= NP + NF + NB + NS -> run Sweeper(p); p++ :: else -> break od;
#if ST > 0
    run Stranger();
#endif
#if CR > 0
    run Killer();
#endif
#if CLK > 0
    run Clock();
#endif
#ifdef BEAT
    run Ager();
#endif
    p = 0
  }
  /* all have ended: nothing is left locked */
  atomic { ended == NP + NF + NB + NS -> assert(mutex == 0) }
}
