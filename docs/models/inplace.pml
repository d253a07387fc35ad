/* Locks whose file exists while they are held, on a system that removes no open file (Windows).
   NP processes of Latchkey, M acquisitions of each; NF holders of the plain protocol (create, write, close, remove);
   NL processes that look (open, share the lock for an instant, close); CR kills at any step.
   A file of a plain holder, or one without its record, is old only if its maker is dead.
   Mutations: CLOSE_LATE (removed before it is closed), NO_CUT (a record is written over the former one), NO_LOCK (a dead
   holder's file is not locked first) */
#ifndef NP
#define NP 2
#endif
#ifndef M
#define M 1
#endif
#ifndef NF
#define NF 0
#endif
#ifndef NL
#define NL 0
#endif
#ifndef CR
#define CR 0
#endif
#define NI 8
#define EMPTY 0
#define OURS 1
#define PLAIN 2
#define MIXED 3
byte name;                   /* the file that the name leads to, 0 none */
byte files = 1;
byte handles[NI];            /* how many have the file open */
byte lock[NI];               /* who has it locked; 200 and above share it */
byte content[NI];
bit dead[NI];                /* whose file it is has died */
byte mutex;
byte inside, kills = CR;
bit failed;                  /* a removal was refused */
bit overlap, mixed, left;

#define MAYDIE if :: atomic { kills > 0 -> kills--; goto dying } :: true fi
inline make(x) { assert(files < NI); x = files; files++; name = x; handles[x] = 1 }
#define REMOVABLE(x) (handles[x] == 0)

proctype Own(byte me) {
  byte cur, m; bit held; bit ours;                    /* ours: the file is of this process */
  do
  :: m < M -> m++;
again:
     atomic { mutex == 0 -> mutex = me }
     MAYDIE;
     atomic { if :: name == 0 -> make(cur); goto made :: else -> cur = name; handles[cur]++ fi }
     MAYDIE;
     if
     :: atomic { lock[cur] == 0 -> 
#ifndef NO_LOCK
          lock[cur] = me
#endif
        }
     :: atomic { lock[cur] != 0 -> mutex = 0 }        /* busy: wait with the file open, only for news */
        MAYDIE;
        atomic { lock[cur] == 0 -> lock[cur] = me }
        MAYDIE;
        atomic { lock[cur] = 0; handles[cur]--; cur = 0 }
        goto again
     fi;
     MAYDIE;
     if
     :: content[cur] == OURS || dead[cur] -> skip
     :: content[cur] != OURS && !dead[cur] -> goto leave     /* a living plain holder: busy */
     fi;
     MAYDIE;
#ifndef NO_CUT
     atomic { content[cur] = EMPTY; ours = 1 }
     MAYDIE;
     atomic { content[cur] = OURS; dead[cur] = 0; lock[cur] = me; goto hold };
#else
     atomic { content[cur] = MIXED; ours = 1 }
     MAYDIE;
     atomic { content[cur] = OURS; dead[cur] = 0; goto hold };
#endif
made:
     ours = 1;
     MAYDIE;
     atomic { lock[cur] == 0 -> lock[cur] = me }      /* lookers share it for an instant */
     MAYDIE;
     content[cur] = OURS;
hold:
     MAYDIE;
     mutex = 0;
     atomic { inside++; held = 1 }
     overlap = inside > 1; assert(!overlap);
     MAYDIE;
     atomic { inside--; held = 0 }
     atomic { mutex == 0 -> mutex = me }
     MAYDIE;
#ifndef CLOSE_LATE
     atomic { lock[cur] = 0; handles[cur]-- }
     MAYDIE;
#endif
     if
     :: atomic { REMOVABLE(cur) -> if :: name == cur -> name = 0 :: else fi }
     :: atomic { !REMOVABLE(cur) -> failed = 1 }      /* refused for too long: the next holder takes the file */
     fi;
#ifdef CLOSE_LATE
     atomic { lock[cur] = 0; handles[cur]-- }
#endif
     atomic { mutex = 0; cur = 0; ours = 0 }
     goto next;
leave:
     atomic { if :: lock[cur] == me -> lock[cur] = 0 :: else fi; handles[cur]--; cur = 0; mutex = 0 }
next: skip
  :: else -> goto fin
  od;
dying:
  atomic {
    if :: held -> inside--; held = 0 :: else fi;
    if :: cur != 0 -> handles[cur]--; if :: ours -> dead[cur] = 1 :: else fi;
          if :: lock[cur] == me -> lock[cur] = 0 :: else fi
       :: else fi;
    if :: mutex == me -> mutex = 0 :: else fi
  }
fin: skip
}

proctype Plain(byte me) {
  byte cur; bit held;
  atomic { if :: name == 0 -> make(cur) :: else -> goto fin fi }
  MAYDIE;
  content[cur] = PLAIN;
  MAYDIE;
  atomic { handles[cur]--; inside++; held = 1 }
  overlap = inside > 1; assert(!overlap);
  MAYDIE;
  atomic { inside--; held = 0 }
  do
  :: atomic { REMOVABLE(cur) -> if :: name == cur -> name = 0 :: else fi; break }
  od;
  goto fin;
dying:
  atomic { if :: held -> inside--; held = 0 :: else -> handles[cur]-- fi; dead[cur] = 1 }
fin: skip
}

proctype Look(byte me) {
  byte cur;
  atomic { if :: name == 0 -> goto fin :: else -> cur = name; handles[cur]++ fi }
  if :: atomic { lock[cur] == 0 -> lock[cur] = 200 + me } -> lock[cur] = 0 :: lock[cur] != 0 fi;
  handles[cur]--;
fin: skip
}

init {
  byte i = 1;
  atomic {
    do :: i <= NP -> run Own(i); i++ :: else -> break od; i = 1;
    do :: i <= NF -> run Plain(100 + i); i++ :: else -> break od; i = 1;
    do :: i <= NL -> run Look(i); i++ :: else -> break od
  }
  (_nr_pr == 1);
  mixed = name != 0 && content[name] == MIXED; assert(!mixed);
  left = name != 0 && kills == CR && (!failed || NP + NF + NL == 1); assert(!left)
}
