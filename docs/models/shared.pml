/* Shared mode: one persistent file a name; writers lock it exclusively, readers share the lock.
   A second standing file, the turnstile, is passed by readers and by writers that have found the file locked.
   NW writers and NR readers, M acquisitions of each; NL processes that look (share the lock for an instant);
   NS sweepers, which remove the idle file; CR kills at any step.
   LIVE: readers come for ever; the claim is that a writer that waits gets in.
   Mutations: NO_TURN (readers do not pass the turnstile), NO_CHECK (the name is not looked at after locking),
   SWEEP_UNLOCKED (a sweeper removes a file that it has not locked), LATE (a writer leaves the turnstile before it has the file) */
#ifndef NW
#define NW 1
#endif
#ifndef NR
#define NR 2
#endif
#ifndef M
#define M 1
#endif
#ifndef NL
#define NL 0
#endif
#ifndef NS
#define NS 0
#endif
#ifndef CR
#define CR 0
#endif
#define NI 6
byte name;                   /* the file that the name leads to, 0 none */
byte files = 1;
byte ex[NI];                 /* who has it locked exclusively */
byte sh[NI];                 /* how many share its lock */
byte writers, readers, kills = CR;
bit overlap, nameless;

/* The turnstile is one exclusive lock. The kernel is taken to serve it in order. */
chan line = [NW + NR + 1] of { byte };
byte passing;

#define MAYDIE if :: atomic { kills > 0 -> kills--; goto dying } :: true fi
inline open(x) { atomic { if :: name == 0 -> assert(files < NI); name = files; files++ :: else fi; x = name } }
#ifdef NO_CHECK
#define NAMED(x) true
#else
#define NAMED(x) (name == x)
#endif

proctype Writer(byte me) {
  byte cur, m; bit turn, in;
  do
  :: m < M ->
#ifndef LIVE
     m++;
#endif
     open(cur);
     MAYDIE;
     if
     :: atomic { ex[cur] == 0 && sh[cur] == 0 -> ex[cur] = me }                /* the fast way: nobody has it */
     :: atomic { ex[cur] != 0 || sh[cur] != 0 -> line!me }
        if
        :: atomic { passing == 0 && line?[eval(me)] -> line?eval(me); passing = me; turn = 1 }
        :: atomic { kills > 0 && line??[eval(me)] -> kills--; line??eval(me); goto dying }
        fi
again:  MAYDIE;
        open(cur);
#ifdef LATE
        atomic { passing = 0; turn = 0 }
#endif
        if
        :: atomic { ex[cur] == 0 && sh[cur] == 0 -> ex[cur] = me }
        :: atomic { kills > 0 -> kills--; goto dying }
        fi
     fi;
     MAYDIE;
     if
     :: NAMED(cur) -> skip
     :: !NAMED(cur) -> atomic { ex[cur] = 0 };
        if :: turn -> goto again :: else -> goto next fi                       /* anew; the turnstile is kept */
     fi;
     atomic { if :: turn -> passing = 0; turn = 0 :: else fi }
     MAYDIE;
     atomic { writers++; in = 1 }
inside:
     overlap = (writers > 1 || readers > 0); assert(!overlap);
     nameless = (name != cur); assert(!nameless);
     MAYDIE;
     atomic { writers--; in = 0 }
     ex[cur] = 0;
next: cur = 0
  :: else -> goto fin
  od;
dying:
  atomic {
    if :: in -> writers--; in = 0 :: else fi;
    if :: cur != 0 && ex[cur] == me -> ex[cur] = 0 :: else fi;
    if :: turn -> passing = 0; turn = 0 :: else fi
  }
fin: skip
}

proctype Reader(byte me) {
  byte cur, m; bit turn, held, in;
  do
  :: m < M ->
#ifndef LIVE
     m++;
#endif
#ifndef NO_TURN
     atomic { line!me }
     if
        :: atomic { passing == 0 && line?[eval(me)] -> line?eval(me); passing = me; turn = 1 }
        :: atomic { kills > 0 && line??[eval(me)] -> kills--; line??eval(me); goto dying }
        fi
#endif
again:
     MAYDIE;
     open(cur);
     if                                                                        /* sleeps in the turnstile: a writer is inside */
     :: atomic { ex[cur] == 0 -> sh[cur]++; held = 1 }
     :: atomic { kills > 0 -> kills--; goto dying }
     fi;
     MAYDIE;
     if
     :: NAMED(cur) -> skip
     :: !NAMED(cur) -> atomic { sh[cur]--; held = 0 }; goto again
     fi;
     atomic { if :: turn -> passing = 0; turn = 0 :: else fi }
     MAYDIE;
     atomic { readers++; in = 1 }
     overlap = (writers > 0); assert(!overlap);
     nameless = (name != cur); assert(!nameless);
     MAYDIE;
     atomic { readers--; in = 0 }
     atomic { sh[cur]--; held = 0; cur = 0 }
  :: else -> goto fin
  od;
dying:
  atomic {
    if :: in -> readers--; in = 0 :: else fi;
    if :: held -> sh[cur]--; held = 0 :: else fi;
    if :: turn -> passing = 0; turn = 0 :: else fi
  }
fin: skip
}

proctype Look(byte me) {
  byte cur;
  atomic { if :: name == 0 -> goto fin :: else -> cur = name fi }
  if :: atomic { ex[cur] == 0 -> sh[cur]++ }; sh[cur]-- :: ex[cur] != 0 fi;
fin: skip
}

proctype Sweep(byte me) {
  byte cur;
  atomic { if :: name == 0 -> goto fin :: else -> cur = name fi }
#ifndef SWEEP_UNLOCKED
  if :: atomic { ex[cur] == 0 && sh[cur] == 0 -> ex[cur] = me } :: ex[cur] != 0 || sh[cur] != 0 -> goto fin fi;
#endif
  atomic { if :: name == cur -> name = 0 :: else fi }
  atomic { if :: ex[cur] == me -> ex[cur] = 0 :: else fi }
fin: skip
}

init {
  byte i = 1;
  atomic {
    do :: i <= NW -> run Writer(i); i++ :: else -> break od; i = 1;
    do :: i <= NR -> run Reader(100 + i); i++ :: else -> break od; i = 1;
    do :: i <= NL -> run Look(150 + i); i++ :: else -> break od; i = 1;
    do :: i <= NS -> run Sweep(180 + i); i++ :: else -> break od
  }
}

#ifdef LIVE
/* A writer that wants the file is inside again and again. */
ltl served { [] <> (Writer@inside) }
#endif
