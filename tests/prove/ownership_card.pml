/* The card of ownership.pml: rules 2 to 5. */

inline behind_changed(where) {
  deep_seq[where] = input_seq;
  refills[where] = 0
}

inline forget_side(where) {
  do
  :: window.count[where] > 0 -> pull(window, where, window.count[where] - 1)
  :: else -> break
  od;
  deep[where] = 1;
  behind_changed(where)
}

inline forget() {
  forget_side(0);
  forget_side(1)
}

/* 4.8 */
inline rest() {
  if
#ifdef BREAK_end_of_deep_window_is_inside
  :: deep[s] && window.count[s] == 0 -> behind_changed(s)
#else
  :: deep[s] && (window.count[s] == 0 ||
       !BETTER(s, PRICE_OF(id), PRICE(window.order[s * L + window.count[s] - 1]))) ->
     behind_changed(s)
#endif
  :: else ->
     place(window, s, id * 4 + r);
     if
     :: window.count[s] > K ->
        pull(window, s, K);
        deep[s] = 1;
#ifndef BREAK_spill_leaves_deep_seq
        behind_changed(s)
#endif
     :: else -> skip
     fi
  fi
}

/* 4.6 to 4.8 of the order `id`, side s, quantity r; sets punts. */
inline enter() {
  o = 1 - s;
  MEET(window, mine);
  if
#ifdef BREAK_empty_deep_side_is_empty
  :: 0 -> skip
#else
  :: r > 0 && window.count[o] == 0 && deep[o] -> punts = 1
#endif
  :: r > 0 && !(window.count[o] == 0 && deep[o]) -> rest()
#ifdef BREAK_empty_deep_side_is_empty
  :: r > 0 && window.count[o] == 0 && deep[o] -> rest()
#endif
  :: r == 0 -> skip
  fi
}

/* Section 4: verdict, mine. */
inline decide_own() {
  verdict = decided;
  punts = 0;
  if
  :: kind == new_order ->
     s = SIDE_OF(id);
     r = QUANTITY_OF(id);
     count_executable(window);
     if
     :: IS_FOK(id) && count_fok < r && i == window.count[o] && deep[o] -> punts = 1
     :: IS_FOK(id) && count_fok < r && !(i == window.count[o] && deep[o]) ->
        PUT(mine, ACCEPTED);
        PUT(mine, CANCELLED)
     :: else ->
        PUT(mine, ACCEPTED);
        enter()
     fi
  :: kind == cancel ->
     find(window);
     if
     :: found ->
        pull(window, s, at);
        PUT(mine, CANCELLED)
#ifndef BREAK_cancel_behind_is_refused
     :: !found && (deep[0] || deep[1]) ->
        verdict = passed;
#ifndef BREAK_passed_cancel_leaves_deep_seq
        behind_changed(0);
        behind_changed(1)
#endif
     :: !found && !deep[0] && !deep[1] -> PUT(mine, REFUSED)
#else
     :: else -> PUT(mine, REFUSED)
#endif
     fi
  :: kind == replace ->
     find(window);
     if
     :: found && (window.order[s * L + at] & 3) == 2 ->
        window.order[s * L + at] = id * 4 + 1;
        PUT(mine, REPLACED)
     :: found && (window.order[s * L + at] & 3) == 1 ->
        pull(window, s, at);
        PUT(mine, REPLACED);
        r = 2;
        enter()
     :: !found && (deep[0] || deep[1]) -> punts = 1
     :: else -> PUT(mine, REFUSED)
     fi
  :: else -> punts = 1          /* special */
  fi;
  if
  :: punts ->
     verdict = punted;
     card_owns = 0;
#ifndef BREAK_punt_keeps_windows
     forget()
#endif
  :: else -> skip
  fi
}

/* Section 3: one input of the host; then the check against the function. */
inline decide() {
  input_seq++;
  mine_count = 0;
  if
  :: kind == other -> verdict = passed
  :: kind == all -> verdict = passed; card_owns = 0; forget()
  :: kind != other && kind != all && card_owns -> decide_own()
  :: kind != other && kind != all && !card_owns ->
     verdict = passed;
#ifndef BREAK_host_book_keeps_windows
     forget()
#endif
  fi;
  function(truth);
  assert(mine_count == outs_count || (verdict != decided && mine_count < outs_count));
  assert(verdict != passed || mine_count == 0);
  i = 0;
  do
  :: i < mine_count ->
     assert(mine[i] == outs[i]);
     pending[i] = mine[i];
     i++
  :: else -> break
  od;
  if
  :: verdict == decided -> pending_count = mine_count
  :: else -> pending_count = mine_count + 1
  fi;
  closing = verdict
}

/* 5.1: f0 as_of, f1 side | deep << 1 | orders << 2, f2 refill_index, f3 and f4 orders */
inline take_refill() {
  s = f1 & 1;
  m = f1 >> 2;
  verdict = refused;
  if
  :: deep[s] &&
#ifndef BREAK_refill_ignores_deep_seq
     deep_seq[s] <= f0 &&
#endif
#ifndef BREAK_refill_ignores_index
     f2 == refills[s] &&
#endif
#ifndef BREAK_refill_ignores_room
     window.count[s] + m <= K &&
#endif
     f0 <= input_seq ->
     window.order[s * L + window.count[s]] = f3;
     window.count[s]++;
     if
     :: m == 2 -> window.order[s * L + window.count[s]] = f4; window.count[s]++
     :: else -> skip
     fi;
     deep[s] = (f1 >> 1) & 1;
     refills[s]++;
     verdict = taken
  :: else -> skip
  fi;
  pending_count = 1;
  closing = verdict
}

/* 5.2: f0 as_of, f1 deep flags, f2 bid_refills, f3 ask_refills */
inline take_grant() {
  verdict = refused;
  if
  :: !card_owns &&
#ifndef BREAK_grant_ignores_as_of
     deep_seq[0] <= f0 && deep_seq[1] <= f0 &&
#endif
#ifndef BREAK_grant_ignores_refills
     f2 == refills[0] && f3 == refills[1] &&
#endif
     f0 <= input_seq ->
     card_owns = 1;
     deep[0] = f1 & 1;
     deep[1] = f1 >> 1;
     verdict = taken
  :: else -> skip
  fi;
  pending_count = 1;
  closing = verdict
}

/* Each window is an exact prefix of its side, all of it where it is not deep. */
inline check_windows() {
  s = 0;
  do
  :: s < 2 ->
     assert(window.count[s] <= K && window.count[s] <= truth.count[s]);
     assert(deep[s] || window.count[s] == truth.count[s]);
     i = 0;
     do
     :: i < window.count[s] ->
        assert(window.order[s * L + i] == truth.order[s * L + i]);
        i++
     :: else -> break
     od;
     s++
  :: else -> break
  od;
  assert(!card_owns || !truth.unfit)
}

active proctype card() {
  ready;
end_card:
  do
  :: d_step {
       to_card?kind, f0, f1, f2, f3, f4;
       id = f0;
       if
       :: kind == refill -> take_refill()
       :: kind == grant -> take_grant()
       :: else -> decide()
       fi;
       check_windows()
     };
     goto write
  :: d_step {
       card_owns && feeds < FEEDS ->
       feeds++;
       input_seq++;
       pending_count = 1;
       closing = decided;
       from_feed = 1
     };
     goto write
  od;
write:
  do
  :: alone -> goto end_card
  :: atomic {
       !alone && nfull(to_host) ->
       if
       :: written + 1 == pending_count && (closing != decided || from_feed) ->
          to_host!0, closing, written, input_seq, from_feed
       :: else ->
          to_host!pending[written], closing, (written + 1 == pending_count), input_seq, 0;
          pending[written] = 0
       fi;
       written++;
       if
       :: written == pending_count ->
          written = 0;
          pending_count = 0;
          closing = decided;
          from_feed = 0;
          goto end_card
       :: else -> skip
       fi
     }
  od;
}
