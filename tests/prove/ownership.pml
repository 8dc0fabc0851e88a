/*
 * Who decides: rtl/spec/match_ownership.md as a model that spin searches exhaustively.
 *
 * One book. The function is a price-time book of orders with quantity 1 or 2 at two or more prices;
 * its inputs are new (day, fok), cancel, replace (a reduction, or a larger quantity at the price),
 * an input of the book that the card does not know (`special`: takes the first order off each side
 * and makes the book unfit for the card, or fit again), one for all books (`all`), one of another
 * book (`other`) and one that the card's own feed makes. Ids are handed out as orders are sent.
 *
 * `truth` is the function's book after the card's latest input. The card decides from its windows
 * alone; each decision is compared with what the function does to truth, so a card that decides
 * differently from the full book is an assertion that fails. The host's engine follows the records.
 * A dead card is one that takes no step any more, which no host can tell from a slow one: so the
 * host may give the card up in every state, also between two records of one input, and whatever is
 * on the way is lost. A fresh card is the initial state: any book, all of it the host's.
 *
 * Sizes (-D): K window, COMMANDS inputs sent, BIDS and ASKS orders at the beginning, PRICES, FEEDS
 * inputs of the card's feed; FEW leaves new day orders and cancels alone; without ASKS there is no
 * other side; GRANTED begins with the book granted, bids at one price, the first in the window.
 * With one of the BREAK_ names a rule is left out; the search must then fail.
 */
#ifndef K
#define K 1
#endif
#ifndef COMMANDS
#define COMMANDS 3
#endif
#ifndef BIDS
#define BIDS 2
#endif
#ifndef ASKS
#define ASKS 1
#endif
#ifndef PRICES
#define PRICES 2
#endif
#ifndef FEEDS
#define FEEDS 1
#endif
#define IDS (BIDS + ASKS + COMMANDS + 1)   /* from 1 */
#define L (BIDS + COMMANDS)   /* orders of a side at most */
#define CHANNEL 2             /* words on the way in each direction */
#define OUTPUTS 5             /* accepted, two fills, cancelled; or the echo behind them */
#define NONE 255

mtype:input = { new_order, cancel, replace, special, all, other, refill, grant, feed };
mtype:answer = { decided, passed, punted, taken, refused };

/* An order in a book is id * 4 + quantity. Outputs: */
#define ACCEPTED 1
#define CANCELLED 2
#define REFUSED 3
#define REPLACED 4
#define FILL 128              /* + resting id * 4 + quantity */

typedef Book {
  byte order[2 * L];          /* side * L + place, best first */
  byte count[2];
  bit unfit                   /* holds what the card must not see */
};

/* What a command says beside its kind: an id, or as_of and what take_refill, take_grant name. */
chan to_card = [CHANNEL] of { mtype:input, byte, byte, byte, byte, byte };
chan sent = [2 * CHANNEL + 1] of { mtype:input, byte, byte, byte, byte, byte };
/* output, value, last: or echo (output 0), verdict, outputs before it; then input_seq, from feed */
chan to_host = [CHANNEL] of { byte, mtype:answer, byte, byte, bit };

/* Of each id, chosen when it is sent: */
byte terms[IDS];              /* price << 4 | fok << 3 | quantity << 1 | side */
byte ids = 1;
bit ready;

Book truth, engine, window;
/* The card: */
bit card_owns;
bit deep[2];
byte deep_seq[2];
byte refills[2];
byte input_seq;
byte feeds;
/* Records not yet written: */
byte pending[OUTPUTS];
byte pending_count;
byte written;
mtype:answer closing = decided;
bit from_feed;

/* The host: the engine's book is what it follows; what the windows hold is a prefix of it. */
byte followed;                /* inputs closed */
byte commands;                /* inputs sent */
byte applied;                 /* of them, given to the engine */
byte expected[OUTPUTS];       /* the engine's outputs of the input whose records are coming */
byte expected_count;
byte compared;
bit mirror_owns;
byte held[2];                 /* orders in the windows */
bit mirror_deep[2];
byte mirror_refills[2];
byte coming[2];               /* refills on the way that can still be taken, */
byte coming_orders[2];        /* their orders, */
bit coming_deep[2];           /* and what the last of them says */
byte doomed[2];               /* refills on the way that will be refused */
byte grants;                  /* on the way */
bit grant_doomed;
bit alone;

/* Scratch of one step: no part of a state. */
hidden byte s, o, e, m, r, at, i, id, count_fok, gone, removed_side, removed_at, placed_side,
    placed_at, f0, f1, f2, f3, f4, heard, tail, heard_seq, heard_feed;
hidden byte outs[OUTPUTS];
hidden byte outs_count;
hidden byte mine[OUTPUTS];
hidden byte mine_count;
hidden mtype:input kind;
hidden mtype:input kind_sent;
hidden mtype:answer verdict;
hidden byte found, punts;

#define PRICE_OF(id) (terms[id] >> 4)
#define IS_FOK(id) ((terms[id] >> 3) & 1)
#define QUANTITY_OF(id) ((terms[id] >> 1) & 3)
#define SIDE_OF(id) (terms[id] & 1)
#define PRICE(entry) (terms[(entry) >> 2] >> 4)
#define PUT(list, value) list[list##_count] = value; list##_count++
#define BETTER(side, a, b) (side == 0 -> (a) > (b) : (a) < (b))
#define MEETS(side, a, b) (side == 0 -> (a) >= (b) : (a) <= (b))

inline pull(book, where, spot) {
  i = spot;
  do
  :: i + 1 < book.count[where] ->
     book.order[where * L + i] = book.order[where * L + i + 1];
     i++
  :: else -> break
  od;
  book.order[where * L + i] = 0;
  book.count[where]--
}

/* Behind all orders of its price or a better one; `at` says where. */
inline place(book, where, entry) {
  at = book.count[where];
  do
  :: at > 0 && BETTER(where, PRICE(entry), PRICE(book.order[where * L + at - 1])) ->
     book.order[where * L + at] = book.order[where * L + at - 1];
     at--
  :: else -> break
  od;
  book.order[where * L + at] = entry;
  book.count[where]++
}

/* Sets found, s, at where the book has the order `id`. */
inline find(book) {
  found = 0;
  s = 0;
  do
  :: s < 2 ->
     at = 0;
     do
     :: at < book.count[s] ->
        if
        :: (book.order[s * L + at] >> 2) == id -> found = 1; break
        :: else -> at++
        fi
     :: else -> break
     od;
     if
     :: found -> break
     :: else -> s++
     fi
  :: else -> break
  od
}

/* Fills the order `id` of side s, quantity r, as far as the book's other side allows. */
#define MEET(book, list)                                                        \
  o = 1 - s;                                                                    \
  do                                                                            \
  :: r > 0 && book.count[o] > 0 && MEETS(s, PRICE_OF(id), PRICE(book.order[o * L])) -> \
     e = book.order[o * L];                                                     \
     m = ((e & 3) < r -> (e & 3) : r);                                          \
     r = r - m;                                                                 \
     PUT(list, FILL + (e & 252) + m);                                           \
     if                                                                         \
     :: (e & 3) == m -> pull(book, o, 0); gone++                                \
     :: else -> book.order[o * L] = e - m                                       \
     fi                                                                         \
  :: else -> break                                                              \
  od

inline count_executable(book) {
  count_fok = 0;
  i = 0;
  o = 1 - s;
  do
  :: i < book.count[o] && MEETS(s, PRICE_OF(id), PRICE(book.order[o * L + i])) ->
     count_fok = count_fok + (book.order[o * L + i] & 3);
     i++
  :: else -> break
  od
}

/* The matching function: outs, and what moved where for the mirror. */
inline function(book) {
  outs_count = 0;
  gone = 0;
  removed_at = NONE;
  placed_at = NONE;
  if
  :: kind == new_order ->
     PUT(outs, ACCEPTED);
     s = SIDE_OF(id);
     r = QUANTITY_OF(id);
     count_executable(book);
     if
     :: IS_FOK(id) && count_fok < r -> PUT(outs, CANCELLED); r = 0
     :: else -> MEET(book, outs)
     fi;
     if
     :: r > 0 -> place(book, s, id * 4 + r); placed_side = s; placed_at = at
     :: else -> skip
     fi
  :: kind == cancel ->
     find(book);
     if
     :: found ->
        removed_side = s;
        removed_at = at;
        pull(book, s, at);
        PUT(outs, CANCELLED)
     :: else -> PUT(outs, REFUSED)
     fi
  :: kind == replace ->
     find(book);
     if
     :: found && (book.order[s * L + at] & 3) == 2 ->
        book.order[s * L + at] = id * 4 + 1;
        PUT(outs, REPLACED)
     :: found && (book.order[s * L + at] & 3) == 1 ->
        removed_side = s;
        removed_at = at;
        pull(book, s, at);
        PUT(outs, REPLACED);
        place(book, s, id * 4 + 2);
        placed_side = s;
        placed_at = at
     :: else -> PUT(outs, REFUSED)
     fi
  :: kind == special || kind == all ->
     if
     :: book.count[0] > 0 -> pull(book, 0, 0)
     :: else -> skip
     fi;
     if
     :: book.count[1] > 0 -> pull(book, 1, 0)
     :: else -> skip
     fi;
     if
     :: kind == special -> book.unfit = 1 - book.unfit
     :: else -> skip
     fi
  :: else -> skip
  fi
}

#include "ownership_card.pml"
#include "ownership_host.pml"
