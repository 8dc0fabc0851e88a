/* The host of ownership.pml: follows records, sends refills and grants, takes over. */

/* Refills of this side that are on the way will not be taken. */
inline break_chain(where) {
  doomed[where] = doomed[where] + coming[where];
  coming[where] = 0;
  coming_orders[where] = 0;
  coming_deep[where] = 0;
  mirror_refills[where] = 0
}

inline mirror_forget() {
  s = 0;
  do
  :: s < 2 ->
     break_chain(s);
     held[s] = 0;
     mirror_deep[s] = 1;
     s++
  :: else -> break
  od;
  mirror_owns = 0;
  grant_doomed = (grants > 0)
}

/* What the input does to the windows if the card decides it; a punt will forget them. */
inline mirror_decided() {
  if
  :: removed_at != NONE && held[removed_side] > 0 -> held[removed_side]--
  :: else -> skip
  fi;
  if
  :: gone > 0 -> held[1 - s] = (gone < held[1 - s] -> held[1 - s] - gone : 0)
  :: else -> skip
  fi;
  if
  :: placed_at != NONE && mirror_deep[placed_side] && placed_at >= held[placed_side] ->
     break_chain(placed_side)
  :: placed_at != NONE && !(mirror_deep[placed_side] && placed_at >= held[placed_side]) ->
     held[placed_side]++;
     if
     :: held[placed_side] > K ->
        held[placed_side] = K;
        mirror_deep[placed_side] = 1;
        break_chain(placed_side)
     :: else -> skip
     fi
  :: else -> skip
  fi
}

/* The oldest command that has no closing record goes to the engine. */
inline apply_next() {
  sent?kind, f0, f1, f2, f3, f4;
  kind_sent = kind;
  id = f0;
  if
  :: kind != refill && kind != grant ->
     applied++;
     assert(f4 == applied);
     function(engine)
  :: else -> skip
  fi
}

inline expect_outputs() {
  i = 0;
  do
  :: i < outs_count -> expected[i] = outs[i]; i++
  :: else -> break
  od;
  expected_count = outs_count;
  compared = 0
}

inline close_input() {
  i = 0;
  do
  :: i < OUTPUTS -> expected[i] = 0; i++
  :: else -> break
  od;
  expected_count = 0;
  compared = 0;
  followed++
}

/* f0 to f4: what was sent */
inline follow_echo() {
  if
  :: compared == 0 ->
     apply_next();
     if
     :: kind_sent == refill ->
        s = f1 & 1;
        if
        :: doomed[s] > 0 ->
           assert(verdict == refused);
           doomed[s]--
        :: doomed[s] == 0 && verdict == taken ->
           coming[s]--;
           coming_orders[s] = coming_orders[s] - (f1 >> 2);
           held[s] = held[s] + (f1 >> 2);
           mirror_deep[s] = (f1 >> 1) & 1;
           mirror_refills[s]++;
           if
           :: coming[s] == 0 -> coming_deep[s] = 0
           :: else -> skip
           fi
        :: doomed[s] == 0 && verdict != taken ->
           /* no room: what is on the way behind it fails by its index */
           assert(verdict == refused && mirror_owns);
           doomed[s] = coming[s] - 1;
           coming[s] = 0;
           coming_orders[s] = 0;
           coming_deep[s] = 0
        fi
     :: kind_sent == grant ->
        grants--;
        assert(verdict == (grant_doomed -> refused : taken));
        if
        :: verdict == taken ->
           mirror_owns = 1;
           mirror_deep[0] = f1 & 1;
           mirror_deep[1] = f1 >> 1
        :: else -> skip
        fi;
        grant_doomed = 0
     :: else -> skip
     fi
  :: else -> kind_sent = new_order
  fi;
  if
  :: kind_sent != refill && kind_sent != grant ->
     assert(tail == compared);
     assert(verdict == passed || verdict == punted);
     if
     :: kind_sent == other -> skip
     :: kind_sent == cancel && verdict == passed && mirror_owns ->
        break_chain(0);
        break_chain(1)
     :: else -> mirror_forget()
     fi;
     close_input()
  :: else -> skip
  fi
}

inline follow_output() {
  if
  :: compared == 0 ->
     apply_next();
     assert(kind_sent != refill && kind_sent != grant);
     expect_outputs();
     mirror_decided()
  :: else -> skip
  fi;
  assert(compared < expected_count && expected[compared] == heard);
  compared++;
  if
  :: tail -> assert(compared == expected_count); close_input()
  :: else -> skip
  fi
}

#define LIVE (!alone && compared == 0)
#define PROJECTED(side) (held[side] + coming_orders[side])
#define INDEX(side) (mirror_refills[side] + coming[side])
#define PROJECTED_DEEP(side) (coming[side] > 0 -> coming_deep[side] : mirror_deep[side])
#define REST(side) (engine.count[side] - PROJECTED(side))
#define SENDABLE (nfull(to_card) && nfull(sent))

inline send_refill(where, orders) {
  kind = refill;
  f1 = where | ((REST(where) > orders) << 1) | (orders << 2);
  f2 = INDEX(where);
  f3 = engine.order[where * L + PROJECTED(where)];
  f4 = (orders == 2 -> engine.order[where * L + PROJECTED(where) + 1] : 0);
  coming_deep[where] = (REST(where) > orders);
  coming[where]++;
  coming_orders[where] = coming_orders[where] + orders;
  to_card!refill, followed, f1, f2, f3, f4;
  sent!refill, followed, f1, f2, f3, f4
}

#define REFILL_OPTION(where, orders)                                                    \
  d_step {                                                                              \
    LIVE && SENDABLE && !engine.unfit && grants == 0 && PROJECTED_DEEP(where) &&        \
    PROJECTED(where) + orders <= K && REST(where) >= orders && coming[where] < 2 ->     \
    send_refill(where, orders)                                                          \
  }

inline draw_price() {
  target = 1;
  do
  :: target < PRICES -> target++
  :: break
  od;
  skip                          /* a jump may not end in a d_step */
}

inline command(what, number) {
  d_step {
    commands++;
    to_card!what, number, 0, 0, 0, commands;
    sent!what, number, 0, 0, 0, commands;
    if
    :: what == new_order -> ids++
    :: else -> skip
    fi
  }
}

/* Nobody looks at these any more. */
inline clear() {
  i = 0;
  do
  :: i < 2 * L -> truth.order[i] = 0; window.order[i] = 0; engine.order[i] = 0; i++
  :: else -> break
  od;
  i = 0;
  do
  :: i < 2 ->
     truth.count[i] = 0; window.count[i] = 0; engine.count[i] = 0; deep[i] = 0; deep_seq[i] = 0;
     refills[i] = 0; held[i] = 0; mirror_deep[i] = 0; mirror_refills[i] = 0; coming[i] = 0;
     coming_orders[i] = 0; coming_deep[i] = 0; doomed[i] = 0;
     i++
  :: else -> break
  od;
  i = 0;
  do
  :: i < OUTPUTS -> pending[i] = 0; expected[i] = 0; i++
  :: else -> break
  od;
  i = 0;
  do
  :: i < IDS -> terms[i] = 0; i++
  :: else -> break
  od;
  truth.unfit = 0; engine.unfit = 0; card_owns = 0; mirror_owns = 0; pending_count = 0;
  written = 0; closing = decided; from_feed = 0; input_seq = 0; followed = 0; commands = 0;
  applied = 0; expected_count = 0; compared = 0; grants = 0; grant_doomed = 0; ids = 0; feeds = 0
}

active proctype host() {
  byte n, target;
  /* The book at the beginning. */
  atomic {
    n = 0;
    do
    :: n < BIDS + ASKS ->
#ifdef GRANTED
       target = 1;
#else
       draw_price();
#endif
       d_step {
         id = ids;
         s = (n >= BIDS);
         terms[ids] = target << 4 | (1 + (n & 1)) << 1 | s;
         if
         :: engine.count[1 - s] == 0 ||
              !MEETS(s, PRICE_OF(id), PRICE(engine.order[(1 - s) * L])) ->
            place(engine, s, id * 4 + QUANTITY_OF(id));
            place(truth, s, id * 4 + QUANTITY_OF(id))
         :: else ->            /* it begins with an order less */
            terms[ids] = 0
         fi;
         ids++
       }
       n++
    :: else -> break
    od;
    n = 0;
    target = 0;
    deep[0] = 1;
    deep[1] = 1;
    mirror_deep[0] = 1;
    mirror_deep[1] = 1;
#ifdef GRANTED
    card_owns = 1;
    mirror_owns = 1;
    deep[0] = (truth.count[0] > 1);
    deep[1] = (truth.count[1] > 0);
    mirror_deep[0] = deep[0];
    mirror_deep[1] = deep[1];
    window.order[0] = truth.order[0];
    window.count[0] = (truth.count[0] > 0);
    held[0] = window.count[0];
#endif
    ready = 1
  }
  do
  /* a client's command */
  :: atomic {
       commands < COMMANDS && LIVE && SENDABLE ->
       if
       :: draw_price();
          if
          :: terms[ids] = target << 4 | 1 << 1
          :: terms[ids] = target << 4 | 2 << 1
#ifndef FEW
          :: terms[ids] = target << 4 | 2 << 1 | 8
#endif
          fi;
          if
          :: skip
#if ASKS > 0
          :: terms[ids] = terms[ids] | 1
#endif
          fi;
          command(new_order, ids)
       :: target = 1;
          do
          :: target + 1 < ids -> target++
          :: break
          od;
          if
          :: command(cancel, target)
#ifndef FEW
          :: command(replace, target)
#endif
          fi
#ifndef FEW
       :: command(special, 0)
       :: command(all, 0)
       :: command(other, 0)
#endif
       fi;
       target = 0
     }
  /* refills and grants, true as of what was followed */
  :: REFILL_OPTION(0, 1)
  :: REFILL_OPTION(1, 1)
#if K > 1
  :: REFILL_OPTION(0, 2)
  :: REFILL_OPTION(1, 2)
#endif
  :: d_step {
       LIVE && SENDABLE && !engine.unfit && !mirror_owns && grants == 0 ->
       grants++;
       f1 = (REST(0) > 0) | ((REST(1) > 0) << 1);
       to_card!grant, followed, f1, INDEX(0), INDEX(1), 0;
       sent!grant, followed, f1, INDEX(0), INDEX(1), 0
     }
  /* the card's records */
  :: d_step {
       to_host?heard, verdict, tail, heard_seq, heard_feed ->
       if
       :: heard_feed ->
          assert(heard == 0 && compared == 0 && heard_seq == followed + 1);
          followed++
       :: !heard_feed && (verdict == taken || verdict == refused) ->
          assert(heard == 0 && heard_seq == followed);
          follow_echo()
       :: else ->
          assert(heard_seq == followed + 1);
          if
          :: heard == 0 -> follow_echo()
          :: else -> follow_output()
          fi
       fi
     }
  /* It has noticed that the card is gone: the commands without a closing record, in their order. */
  :: atomic {
       !alone ->
       d_step {
         alone = 1;
         do
         :: nempty(to_host) -> to_host?heard, verdict, tail, heard_seq, heard_feed
         :: empty(to_host) -> break
         od;
         do
         :: nempty(to_card) -> to_card?kind, f0, f1, f2, f3, f4
         :: empty(to_card) -> break
         od;
         /* Of an input half told the engine has all outputs: it is not applied again. */
#ifdef BREAK_takeover_doubles
         if
         :: compared > 0 -> kind = other; function(engine); applied++
         :: else -> skip
         fi;
#endif
#ifdef BREAK_takeover_loses
         if
         :: nempty(sent) -> sent?kind, f0, f1, f2, f3, f4
         :: else -> skip
         fi;
#endif
         do
         :: nempty(sent) -> apply_next()
         :: empty(sent) -> break
         od;
         assert(applied == commands);
         clear()
       };
       goto stop
     }
  /* Nothing under way, nothing more to come: the book is the card's, if it may be. */
  :: d_step {
       LIVE && commands == COMMANDS && empty(sent) && (mirror_owns || engine.unfit) ->
       assert(applied == commands && mirror_owns == card_owns);
       assert(held[0] == window.count[0] && held[1] == window.count[1]);
       assert(mirror_deep[0] == deep[0] && mirror_deep[1] == deep[1]);
       assert(mirror_refills[0] == refills[0] && mirror_refills[1] == refills[1]);
       assert(engine.count[0] == truth.count[0] && engine.count[1] == truth.count[1])
     };
     goto stop
  od;
stop:
  skip
}
