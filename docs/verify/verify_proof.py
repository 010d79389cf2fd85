#!/usr/bin/env python3
"""Verifies a proof file of a Ledgerstone ledger with nothing but Python 3.8 or newer.

Written from the protocol's text alone (sections 2, 3, 4 and 8) and shares nothing with the ledger's
program: it brings its own trees, Keccak-256 and secp256k1. Reads both kinds of proof: that a
transaction stands in a chain, and that one head of a chain comes after another.

Exit status: 0 if everything holds, 1 if the proof does not hold (the last line says what), 2 if it
was called wrongly or the file cannot be read.
"""

import argparse
import datetime
import json
import re
import sys
from hashlib import sha256

# --- Keccak-256, as Ethereum has it: the padding begins with 0x01, not with 0x06 as in SHA-3 ------


def rotated(lane, by):
    return (lane << by | lane >> 64 - by) % 2**64 if by else lane


def permuted(lanes):
    constant = 1
    for _ in range(24):
        column = [row[0] ^ row[1] ^ row[2] ^ row[3] ^ row[4] for row in lanes]
        theta = [column[x - 1] ^ rotated(column[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lanes[x][y] ^ theta[x] for y in range(5)] for x in range(5)]
        x, y, moving = 1, 0, lanes[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            moving, lanes[x][y] = lanes[x][y], rotated(moving, (t + 1) * (t + 2) // 2 % 64)
        lanes = [
            [lanes[x][y] ^ ~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y] for y in range(5)]
            for x in range(5)
        ]
        for j in range(7):
            constant = (constant << 1 ^ (constant >> 7) * 0x71) % 256
            if constant & 2:
                lanes[0][0] ^= 1 << (1 << j) - 1
    return lanes


def keccak(data):
    lanes = [[0] * 5 for _ in range(5)]
    padded = bytearray(data + b"\x01" + bytes(-(len(data) + 1) % 136))
    padded[-1] |= 0x80
    for begin in range(0, len(padded), 136):
        for i in range(17):
            at = begin + 8 * i
            lanes[i % 5][i // 5] ^= int.from_bytes(padded[at : at + 8], "little")
        lanes = permuted(lanes)
    return b"".join(lanes[i][0].to_bytes(8, "little") for i in range(4))


# --- secp256k1: who signed (SEC 1, 4.1.6). Points are (x / z^2, y / z^3), z = 0 is infinity -------

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
    1,
)
INFINITY = (1, 1, 0)


def doubled(point):
    x, y, z = point
    s, m = 4 * x * y * y, 3 * x * x
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * y**4) % P, 2 * y * z % P


def added(one, two):
    if one[2] == 0 or two[2] == 0:
        return two if one[2] == 0 else one
    (x1, y1, z1), (x2, y2, z2) = one, two
    u, s = x1 * z2 * z2 % P, y1 * z2**3 % P
    h, r = (x2 * z1 * z1 - u) % P, (y2 * z1**3 - s) % P
    if h == 0:
        return doubled(one) if r == 0 else INFINITY
    h2, h3 = h * h % P, h**3 % P
    x3 = (r * r - h3 - 2 * u * h2) % P
    return x3, (r * (u * h2 - x3) - s * h3) % P, h * z1 * z2 % P


def signer(digest, signature):
    """The wallet account whose key signed the 32 bytes, in lower case; None if no key fits."""
    r, s, v = (int.from_bytes(signature[a:b], "big") for a, b in ((0, 32), (32, 64), (64, 65)))
    y = pow(r**3 + 7, (P + 1) // 4, P)
    if not (0 < r < N and 0 < s <= N // 2 and v in (27, 28)) or (y * y - r**3 - 7) % P:
        return None
    point = (r, y if y % 2 == v - 27 else P - y, 1)
    inverse = pow(r, -1, N)
    a, b = -int.from_bytes(digest, "big") * inverse % N, s * inverse % N
    key, both = INFINITY, added(G, point)
    for bit in range(255, -1, -1):
        key = doubled(key)
        which = (a >> bit & 1) + 2 * (b >> bit & 1)
        key = added(key, (INFINITY, G, point, both)[which])
    if key[2] == 0:
        return None
    z = pow(key[2], -1, P)
    x, y = key[0] * z * z % P, key[1] * z**3 % P
    return "0x" + keccak(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[12:].hex()


# --- What is signed (section 3) -------------------------------------------------------------------


def shown(account):
    """The form for people and for signing: a wallet account's digits in capitals after EIP-55."""
    if not account.startswith("0x"):
        return account
    marks = keccak(account[2:].encode()).hex()
    return "0x" + "".join(c.upper() if m > "7" else c for c, m in zip(account[2:], marks))


def typed_data(genesis, name, fields):
    """The EIP-712 digest of these (type, name, value); a text is hashed, a number is 32 bytes."""

    def struct(name, fields):
        types = ",".join(f"{kind} {field}" for kind, field, _ in fields)
        values = (
            keccak(value.encode()) if kind == "string"
            else value if kind == "bytes32"
            else value.to_bytes(32, "big")
            for kind, _, value in fields
        )
        return keccak(keccak(f"{name}({types})".encode()) + b"".join(values))

    domain = struct("EIP712Domain", [
        ("string", "name", "Ledgerstone"),
        ("string", "version", "1"),
        ("bytes32", "salt", bytes.fromhex(genesis)),
    ])
    return keccak(b"\x19\x01" + domain + struct(name, fields))


def digest(kind, said, texts, scheme, genesis):
    """The 32 bytes that the sender signs under the scheme, None if it signs no such transaction."""
    if scheme == 2 and kind == "post":
        return typed_data(genesis, "Post", [
            ("string", "from", shown(said["from"])),
            ("string", "author", texts["author"]),
            ("string", "content", texts["content"]),
            ("string", "nonce", said["nonce"]),
        ])
    if scheme == 2 and kind == "transfer" and said["nonce"] != "-":
        return typed_data(genesis, "Transfer", [
            ("string", "asset", said["asset"]),
            ("string", "from", shown(said["from"])),
            ("string", "to", shown(said["to"])),
            ("uint256", "amount", int(said["amount"])),
            ("uint256", "nonce", int(said["nonce"])),
            ("uint64", "until", int(said["until"])),
            ("string", "memo", texts["memo"]),
        ])
    wallets = kind == "transfer" and said["from"][:2] == said["to"][:2] == "0x"
    if scheme == 1 and wallets and (said["nonce"], said["until"], said["memo"]) == ("-", "0", "-"):
        text = (shown(said["from"]) + shown(said["to"]) + said["amount"]).encode()
        return keccak(b"\x19Ethereum Signed Message:\n%d" % len(text) + text)
    return None


# --- What is hashed (sections 2 and 4) ------------------------------------------------------------

HASH, WALLET, NUMBER = "[0-9a-f]{64}", "0x[0-9a-f]{40}", "(?:0|[1-9][0-9]{0,15})"
NAME = "(?!0x|[0-9a-f]{40}\n|[0-9a-f]{64}\n)[a-z0-9][a-z0-9._:-]{0,62}"
ACCOUNT, ASSET, AMOUNT = f"(?:{WALLET}|{NAME})", "[A-Z][A-Z0-9]{1,11}", "[1-9][0-9]{0,37}"
TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z"
EMPTY = sha256(b"").hexdigest()


def lines(first, **fields):
    """The form of a text: this line, then a line for each field."""
    body = "".join(f"{name.strip('_')} (?P<{name}>{form})\n" for name, form in fields.items())
    return re.compile(f"ledgerstone {first} 1\n{body}")


CONTENT = {
    "transfer": lines("transfer", ledger=HASH, asset=ASSET, from_=ACCOUNT, to=ACCOUNT,
                      amount=AMOUNT, nonce=f"-|{NUMBER}", until=NUMBER, memo=f"-|{HASH}"),
    "post": lines("post", ledger=HASH, from_=f"-|{ACCOUNT}", author=HASH, content=HASH,
                  nonce="[A-Za-z0-9-]{1,64}"),
    "reward": lines("reward", ledger=HASH, asset=ASSET, to=WALLET, amount=AMOUNT, block=NUMBER),
    "allocation": lines("allocation", asset=ASSET, to=ACCOUNT, amount=AMOUNT, position=NUMBER),
}
TEXTS = {"transfer": ["memo"], "post": ["author", "content"]}
HEADER = lines("block", index=NUMBER, previous=HASH, history=HASH, time=TIME, miner=f"-|{WALLET}",
               transactions=f"(?P<count>{NUMBER}) (?P<root>{HASH})", data=f"-|{HASH}",
               difficulty=NUMBER, nonce="0|[1-9][0-9]{0,19}")


def fields_of(form, text):
    match = form.fullmatch(text)
    return match and {name.strip("_"): value for name, value in match.groupdict().items()}


def hash_of(text):
    return sha256(text.encode()).hexdigest()


def leaf(data):
    return sha256(b"\x00" + data).hexdigest()


def node(left, right):
    return sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def split(size):
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def root_over(leaf_, position, size, path):
    """The root that a leaf and its path lead to (RFC 6962, 2.1.1); None if it is no path of it."""
    if size == 1 or not path:
        return leaf_ if size == 1 and not path else None
    k = split(size)
    if position < k:
        inner = root_over(leaf_, position, k, path[:-1])
        return inner and node(inner, path[-1])
    inner = root_over(leaf_, position - k, size - k, path[:-1])
    return inner and node(path[-1], inner)


def both_roots(old, first, second, proof, whole=True):
    """The roots of both trees by a consistency proof (RFC 6962, 2.1.2), old being the first one's;
    None if it is no such proof."""
    if first == second:
        own = proof if not whole else [] if proof else [old]
        return (own[0], own[0]) if len(own) == 1 else None
    if not proof:
        return None
    k, last = split(second), proof[-1]
    if first <= k:
        inner = both_roots(old, first, k, proof[:-1], whole)
        return inner and (inner[0], node(inner[1], last))
    inner = both_roots(old, first - k, second - k, proof[:-1], False)
    return inner and (node(last, inner[0]), node(last, inner[1]))


def millis(text):
    """The milliseconds since 1970; None if there is no such time."""
    try:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        return None
    since = (moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
    return since if since >= 0 else None


# --- The form of the file (API, "Proof file") -----------------------------------------------------


class Fails(Exception):
    """The proof does not hold."""


def check(what, holds):
    if not holds:
        raise Fails(what)
    print("holds:", what)


def is_text(value):
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def like(form):
    return lambda value: is_text(value) and re.fullmatch(form, value)


def is_number(value):
    return type(value) is int and 0 <= value < 2**53


def is_path(value):
    return isinstance(value, list) and all(map(like(HASH), value))


def is_object(value):
    return isinstance(value, dict)


def formed(name, value, **fields):
    """Refuses all but an object of just these fields, each of its form."""
    if not is_object(value) or value.keys() != fields.keys():
        raise Fails(f"{name}: it has just the fields {', '.join(fields)}")
    for field, fits in fields.items():
        if not fits(value[field]):
            raise Fails(f"{name}: {field} has its form")


def without_repeats(pairs):
    if len(dict(pairs)) != len(pairs):
        raise Fails("file: no field stands twice")
    return dict(pairs)


# --- The proofs (section 8) -----------------------------------------------------------------------


def block(name, value, genesis=None):
    """Checks a block by itself, and where it names genesis; gives the fields of its header."""
    begins = is_object(value) and value.get("index") == 1
    seal = {} if begins else {"seal": like("0x[0-9a-f]{130}")}
    formed(name, value, index=is_number, hash=like(HASH), headerText=is_text, **seal)
    header = fields_of(HEADER, value["headerText"])
    check(f"{name}: the header text is one", header and millis(header["time"]) is not None)
    hash_ = hash_of(value["headerText"])
    check(f"{name}: its SHA-256 is the hash {value['hash']}", hash_ == value["hash"])
    check(f"{name}: its index is {value['index']}", header["index"] == str(value["index"]))
    if begins:
        rest = [header[f] for f in ("previous", "history", "miner", "difficulty", "nonce")]
        check(f"{name}: it is the genesis block {genesis or hash_}",
              hash_ == (genesis or hash_) and rest == ["0" * 64, EMPTY, "-", "0", "0"])
        return header
    check(f"{name}: it comes after the genesis block {genesis or ''}", value["index"] > 1
          and (not genesis or (header["previous"] == genesis) == (value["index"] == 2)))
    check(f"{name}: the hash begins with {header['difficulty']} zero bits",
          int(hash_, 16).bit_length() <= 256 - int(header["difficulty"]))
    check(f"{name}: the seal is of its miner {header['miner']}",
          signer(bytes.fromhex(hash_), bytes.fromhex(value["seal"][2:])) == header["miner"])
    return header


def transaction(given, genesis, operator):
    """Checks what is said and who signed it; gives the kind, the fields and what is left open."""
    text = given.get("contentText")
    kind = next((k for k, form in CONTENT.items() if is_text(text) and form.fullmatch(text)), None)
    check(f"transaction: the content text is of a {kind or 'kind that there is'}", kind)
    formed("transaction", given, id=like(HASH), contentText=is_text, accepted=like(TIME),
           scheme=is_number, authorization=like("(?:0x[0-9a-f]{130})?"),
           **{name: is_text for name in TEXTS.get(kind, [])})
    said = fields_of(CONTENT[kind], text)
    check(f"transaction: the SHA-256 of its content text is the id {given['id']}",
          hash_of(text) == given["id"])
    if kind != "allocation":
        check(f"transaction: it is for the ledger {genesis}", said["ledger"] == genesis)
    for name in TEXTS.get(kind, []):
        check(f"transaction: the {name} is what the content text commits to",
              said[name] == (hash_of(given[name]) if given[name] else "-"))
    return kind, said, authorised(kind, said, given, genesis, operator)


def authorised(kind, said, given, genesis, operator):
    """Checks who signed; gives what that leaves open."""
    sender, scheme = said.get("from", "-"), given["scheme"]
    signature = bytes.fromhex(given["authorization"][2:])
    if sender == "-":
        check("authorization: nobody has to sign this", scheme == 0 and not signature)
        return []
    signed = digest(kind, said, given, scheme, genesis)
    check(f"authorization: scheme {scheme} is for this and has a signature", signed and signature)
    by = signer(signed, signature)
    what = "typed data" if scheme == 2 else "seed text"
    if sender.startswith("0x"):
        check(f"authorization: {what} signed by the sender {shown(sender)}", by == sender)
        return []
    check(f"authorization: {what} signed by {shown(by) if by else 'a key'}", by)
    if operator:
        check(f"authorization: that is the operator {shown(operator)}", by == operator)
        return []
    return [f"that {shown(by)} is the ledger's operator, who signs for {sender}: a proof does not "
            "say who that is (--operator ADDRESS)"]


def inclusion(proof, asked):
    history = {"history": is_object} if "history" in proof else {}
    formed("file", proof, version=is_number, genesis=like(HASH), transaction=is_object,
           position=is_number, count=is_number, path=is_path, block=is_object, head=is_object,
           **history)
    given, genesis = proof["transaction"], proof["genesis"]
    kind, said, left_open = transaction(given, genesis, asked.operator)
    header = block("block", proof["block"], genesis)
    position, accepted = proof["position"], millis(given["accepted"])
    check("transaction: the time of acceptance is one", accepted is not None)
    check(f"block: this {kind} can stand at position {position}",
          (header["index"] == "1") == (kind == "allocation")
          and (kind != "allocation" or said["position"] == str(position))
          and (kind != "reward" or (said["block"], position) == (header["index"], 0)))
    if kind in ("allocation", "reward"):
        check(f"block: the {kind} has the block's time and goes to its miner, if there is one",
              given["accepted"] == header["time"] and header["miner"] in ("-", said["to"]))
    check(f"block: it holds {proof['count']} transactions",
          header["count"] == str(proof["count"]) and position < proof["count"])
    hash_ = leaf(bytes.fromhex(given["id"]) + accepted.to_bytes(8, "big")
                 + bytes([given["scheme"]]) + bytes.fromhex(given["authorization"][2:]))
    check(f"block: the path leads from the transaction to the Merkle root {header['root']}",
          root_over(hash_, position, proof["count"], proof["path"]) == header["root"])
    head = block("head", proof["head"], genesis)
    if not history:
        check("head: without a history it is the block itself",
              proof["block"]["hash"] == proof["head"]["hash"])
    else:
        formed("history", proof["history"], size=is_number, path=is_path)
        held(proof["block"], head, proof["history"]["size"], proof["history"]["path"])
    left_open.append("when the transaction was accepted: that is its miner's word")
    return head, proof["head"]["hash"], left_open


def held(before, head, size, path):
    """Checks that a block is one of those that a head's history holds."""
    check(f"history: it has the {size} blocks before the head, this one too",
          size == int(head["index"]) - 1 >= before["index"])
    check(f"history: the path leads from the block to the head's history {head['history']}",
          root_over(leaf(bytes.fromhex(before["hash"])), before["index"] - 1, size, path)
          == head["history"])
    check("head: if the block is its parent, it names it so",
          (head["previous"] == before["hash"]) == (size == before["index"]))


def consistency(proof, asked):
    formed("file", proof, version=is_number, first=is_object, second=is_object, proof=is_path,
           path=is_path)
    one, two = (block(name, proof[name]) for name in ("first", "second"))
    first, second = proof["first"], proof["second"]
    if first["index"] == second["index"]:
        check("second: it is the first head itself",
              first["hash"] == second["hash"] and not proof["proof"] and not proof["path"])
    else:
        old, new = first["index"] - 1, second["index"] - 1
        check("second: it comes after the first", old < new)
        roots = one["history"], two["history"]
        check(f"history: the {old} blocks before the first begin the {new} before the second",
              both_roots(roots[0], old, new, proof["proof"]) == roots if old else not proof["proof"])
        held(first, two, new, proof["path"])
    if asked.first:
        check(f"first: it is {asked.first}, as you have kept it", first["hash"] == asked.first)
        return two, second["hash"], []
    return two, second["hash"], ["that you have known the first head before (--first HASH)"]


def verified(proof, asked):
    """Checks everything; gives what is not shown by it."""
    look = consistency if is_object(proof) and "first" in proof else inclusion
    check("file: it is of version 1", is_object(proof) and proof.get("version") == 1)
    head, hash_, left_open = look(proof, asked)
    check(f"head: it is {asked.head}, as you know it from elsewhere", hash_ == asked.head)
    begins = proof.get("genesis") or (proof["first"]["hash"] if proof["first"]["index"] == 1 else "")
    if not begins:
        left_open.append("which ledger this is of: no head but block 1 says so")
    elif asked.genesis:
        check(f"genesis: it is {asked.genesis}", begins == asked.genesis)
    else:
        left_open.append(f"that the ledger of {begins} is the one meant (--genesis HASH)")
    return left_open + [
        "whether this chain counts: that is as good as where the head's hash came from",
        f"what happened after the head, block {head['index']} of {head['time']}",
    ]


def arguments(words):
    def hash_(text):
        if not re.fullmatch(HASH, text):
            raise argparse.ArgumentTypeError("64 lower-case hex digits are expected")
        return text

    def wallet(text):
        low = text.lower()
        if not (re.fullmatch(WALLET, low) and text in (low, "0x" + text[2:].upper(), shown(low))):
            raise argparse.ArgumentTypeError("0x and 40 hex digits, checksum right, are expected")
        return low

    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", metavar="FILE", help="the proof, JSON")
    parser.add_argument("--head", metavar="HASH", type=hash_, required=True,
                        help="the hash of the head (of two, the second) from elsewhere")
    parser.add_argument("--first", metavar="HASH", type=hash_,
                        help="of two heads, the hash of the first as it was kept")
    parser.add_argument("--genesis", metavar="HASH", type=hash_, help="the ledger that is meant")
    parser.add_argument("--operator", metavar="ADDRESS", type=wallet,
                        help="who signs for the ledger's named accounts")
    return parser.parse_args(words)


def main(words):
    asked = arguments(words)
    try:
        with open(asked.file, encoding="utf-8") as file:
            proof = json.load(file, object_pairs_hook=without_repeats)
    except (OSError, ValueError, RecursionError) as fault:
        print(f"{asked.file} cannot be read: {fault}", file=sys.stderr)
        return 2
    except Fails as fault:
        print("DOES NOT HOLD:", fault)
        return 1
    try:
        not_shown = verified(proof, asked)
    except Fails as fault:
        print("DOES NOT HOLD:", fault)
        return 1
    for line in not_shown:
        print("not shown:", line)
    print("Everything holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
