#!/usr/bin/env python3
"""Verifies a proof file of a Ledgerstone ledger with nothing but Python 3.8 or newer.

Written from the protocol's text alone (sections 1, 2, 3, 4 and 8), with trees, Keccak-256 and curve
of its own. Reads both kinds of proof: that a transaction stands in a chain, and that one head of a
chain comes after another. Exit status: 0 if everything holds, 1 if the proof does not hold (the
last line says what), 2 if it was called wrongly or the file cannot be read. What a file tells of
Ethereum is read and not checked.
"""
import argparse, json, re, sys
from datetime import datetime, timedelta
from hashlib import sha256

# Keccak-256 as Ethereum has it: the padding begins with 0x01, not with 0x06 as in SHA-3.
def rotated(lane, by):
    return (lane << by | lane >> 64 - by) % 2**64

def keccak(data):
    padded = bytearray(data + b"\1" + bytes(-(len(data) + 1) % 136))
    padded[-1] |= 0x80
    a = [0] * 25  # lane (x, y) is number x + 5 * y
    for begin in range(0, len(padded), 136):
        for i in range(17):
            a[i] ^= int.from_bytes(padded[begin + 8 * i:begin + 8 * i + 8], "little")
        constant = 1
        for _ in range(24):
            column = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
            a = [a[i] ^ column[i % 5 - 1] ^ rotated(column[i % 5 - 4], 1) for i in range(25)]
            x, y, moving = 1, 0, a[1]
            for t in range(1, 25):
                x, y = y, (2 * x + 3 * y) % 5
                moving, a[x + 5 * y] = a[x + 5 * y], rotated(moving, t * (t + 1) // 2 % 64)
            rows = [a[i:i + 5] for i in range(0, 25, 5)]
            a = [row[x] ^ ~row[x - 4] & row[x - 3] for row in rows for x in range(5)]
            for j in range(7):
                constant = (constant << 1 ^ (constant >> 7) * 0x71) % 256
                a[0] ^= (constant >> 1 & 1) << (1 << j) - 1
    return b"".join(lane.to_bytes(8, "little") for lane in a[:4])

# secp256k1: who signed (SEC 1, 4.1.6). Points are (x, y), None is infinity.
P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)

def added(one, two):
    if not one or not two:
        return one or two
    (x1, y1), (x2, y2) = one, two
    if x1 == x2 and y1 != y2:
        return None
    slope = 3 * x1**2 * pow(2 * y1, -1, P) if one == two else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope**2 - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P

def times(number, point):
    even = times(number // 2, added(point, point)) if number else None
    return added(even, point) if number % 2 else even

def signer(digest, signature):
    """The wallet account whose key signed the 32 bytes, in lower case; None if no key fits."""
    parts = digest, signature[:32], signature[32:64], signature[64:]
    e, r, s, v = (int.from_bytes(part, "big") for part in parts)
    y = pow(r**3 + 7, (P + 1) // 4, P)
    if not (0 < r < N and 0 < s <= N // 2 and v in (27, 28)) or (y * y - r**3 - 7) % P:
        return None
    point, inverse = (r, y if y % 2 == v - 27 else P - y), pow(r, -1, N)
    key = added(times(-e * inverse % N, G), times(s * inverse % N, point))
    return key and "0x" + keccak(b"".join(part.to_bytes(32, "big") for part in key))[12:].hex()

# What is signed (section 3): EIP-712's hash, where a text is hashed and a number is 32 bytes.
DOMAIN = "EIP712Domain(string name,string version,bytes32 salt)"
TRANSFER = ("Transfer(string asset,string from,string to,uint256 amount,uint256 nonce,uint64 until,"
            "string memo)")
POST = "Post(string from,string author,string content,string nonce)"

def typed(form, values):
    encoded = keccak(form.encode())
    for kind, name in re.findall(r"(\w+) (\w+)", form):
        encoded += (keccak(values[name].encode()) if kind == "string"
                    else int(values[name], 16 if kind == "bytes32" else 10).to_bytes(32, "big"))
    return keccak(encoded)

def shown(account):
    """The form for people and for signing: a wallet account's digits in capitals after EIP-55."""
    if not account.startswith("0x"):
        return account
    marks = keccak(account[2:].encode()).hex()
    return "0x" + "".join(c.upper() if m > "7" else c for c, m in zip(account[2:], marks))

# The forms of texts (sections 1, 2 and 4), and of the file (API, "Proof file").
HASH, WALLET, NUMBER = "[0-9a-f]{64}", "0x[0-9a-f]{40}", "(?:0|[1-9][0-9]{0,15})"
NAME = "(?!0x|[0-9a-f]{40}\n|[0-9a-f]{64}\n)[a-z0-9][a-z0-9._:-]{0,62}"
ACCOUNT, ASSET, AMOUNT = f"(?:{WALLET}|{NAME})", "[A-Z][A-Z0-9]{1,11}", "[1-9][0-9]{0,37}"
TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z"
TEXT, SIGNATURE = "[^\ud800-\udfff]*", "0x[0-9a-f]{130}"

def lines(first, **fields):
    return re.compile(f"ledgerstone {first} 1\n" + "".join(
        "{0} (?P<{0}>{1})\n".format(name.strip("_"), form) for name, form in fields.items()))

HEADER = lines("block", index=NUMBER, previous=HASH, history=HASH, time=TIME, miner=f"-|{WALLET}",
               transactions=f"{NUMBER} {HASH}", data=f"-|{HASH}", difficulty=NUMBER,
               nonce="0|[1-9][0-9]{0,19}")
CONTENT = {
    "transfer": lines("transfer", ledger=HASH, asset=ASSET, from_=ACCOUNT, to=ACCOUNT,
                      amount=AMOUNT, nonce=f"-|{NUMBER}", until=NUMBER, memo=f"-|{HASH}"),
    "post": lines("post", ledger=HASH, from_=f"-|{ACCOUNT}", author=HASH, content=HASH,
                  nonce="[A-Za-z0-9-]{1,64}"),
    "reward": lines("reward", ledger=HASH, asset=ASSET, to=WALLET, amount=AMOUNT, block=NUMBER),
    "allocation": lines("allocation", asset=ASSET, to=ACCOUNT, amount=AMOUNT, position=NUMBER),
}
TEXTS = "memo", "author", "content"
BLOCK = {"index": int, "hash": HASH, "headerText": TEXT, "seal?": SIGNATURE}
TRANSACTION = {"id": HASH, "contentText": TEXT, "accepted": TIME, "scheme": int,
               "authorization": f"(?:{SIGNATURE})?", **{name + "?": TEXT for name in TEXTS}}
HISTORY = {"size": int, "path": [HASH]}
WORD, BYTES = f"0x{HASH}", "0x(?:[0-9a-f]{2})*"
ALONE = {"chainId": int, "by": WALLET, "transactionHash": WORD,
         "block": {"number": int, "hash": WORD}}
KEPT = {**ALONE, "contract": WALLET, "log": int, "header": BYTES, "accountProof": [BYTES],
        "indexProof": [BYTES], "headProof": [BYTES]}
INCLUSION = {"version": int, "genesis": HASH, "transaction": TRANSACTION, "position": int,
             "count": int, "path": [HASH], "block": BLOCK, "history?": HISTORY, "head": BLOCK,
             "ethereum?": (ALONE, KEPT)}
CONSISTENCY = {"version": int, "first": BLOCK, "second": BLOCK, "proof": [HASH], "path": [HASH]}

def fits(form, value):
    """Whether it has this form and no field more; those with a question mark may be missing."""
    if isinstance(form, dict):
        fields = {name.strip("?"): inner for name, inner in form.items()}
        return (isinstance(value, dict) and {*form} & {*fields} <= value.keys() <= fields.keys()
                and all(fits(fields[name], inner) for name, inner in value.items()))
    if isinstance(form, tuple):
        return any(fits(inner, value) for inner in form)
    if isinstance(form, list):
        return isinstance(value, list) and all(fits(form[0], inner) for inner in value)
    if form is int:
        return type(value) is int and 0 <= value < 2**53
    return isinstance(value, str) and re.fullmatch(form, value) is not None

def millis(text):
    """The milliseconds since 1970, below 0 if there is no such time."""
    try:
        since = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ") - datetime(1970, 1, 1)
        return since // timedelta(milliseconds=1)
    except ValueError:
        return -1

# What holds (sections 4 and 8).
def check(what, found, due=True):
    print("holds:" if found == due else "DOES NOT HOLD:", what, *([] if due is True else [due]))
    if found != due:
        sys.exit(1)

def sha(data):
    return sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()

def node(left, right):
    return sha(b"\1" + bytes.fromhex(left + right))

def climbed(start, at, last, path):
    """Goes up from node `at` of a level that ends with node `last` (RFC 9162, 2.1.3.2, 2.1.4.2):
    the roots over what ends there and over everything, None if the path is too short or long."""
    before = whole = start
    for other in path:
        if last == 0:
            return None, None
        if at % 2 or at == last:
            before, whole = node(other, before), node(other, whole)
            while at and at % 2 == 0:
                at, last = at // 2, last // 2
        else:
            whole = node(whole, other)
        at, last = at // 2, last // 2
    return (before, whole) if last == 0 else (None, None)

def root(leaf, index, size, path):
    """The root that a leaf's bytes lead to, None if they are no leaf of such a tree."""
    return climbed(sha(b"\0" + leaf), index, size - 1, path)[1] if index < size else None

def roots(old, first, second, proof):
    """The roots of both trees (of sizes first < second, old being the first one's)."""
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at // 2, last // 2
    nodes = proof if at else [old] + proof
    return climbed(nodes[0], at, last, nodes[1:]) if nodes else None

def block(name, value, genesis=None):
    """Checks a block by itself, and where it names genesis; gives the fields of its header."""
    index, text = value["index"], value["headerText"]
    header, hash_ = HEADER.fullmatch(text), sha(text)
    check(f"{name}: the header text is one", header is not None and millis(header["time"]) >= 0)
    check(f"{name}: its SHA-256 is the hash", hash_, value["hash"])
    check(f"{name}: its index is", header["index"], str(index))
    if index == 1:
        rest = header.group("previous", "history", "miner", "difficulty", "nonce")
        begins = rest == ("0" * 64, sha(""), "-", "0", "0") and "seal" not in value
        check(f"{name}: it is the genesis block", begins and hash_, genesis or hash_)
        return header
    check(f"{name}: it comes after the genesis block",
          index > 1 and (not genesis or (header["previous"] == genesis) == (index == 2)))
    check(f"{name}: the hash begins with {header['difficulty']} zero bits",
          int(hash_, 16).bit_length() <= 256 - int(header["difficulty"]))
    seal = bytes.fromhex(value.get("seal", "")[2:])
    check(f"{name}: the seal is of its miner", signer(bytes.fromhex(hash_), seal), header["miner"])
    return header

def held(before, head, size, path):
    """Checks that a block is one of those that a head's history holds."""
    check("history: it has all blocks before the head, this one too",
          size == int(head["index"]) - 1 >= before["index"])
    check("history: the path leads from the block to the head's history",
          root(bytes.fromhex(before["hash"]), before["index"] - 1, size, path), head["history"])
    check("head: if the block is its parent, it names it so",
          (head["previous"] == before["hash"]) == (size == before["index"]))

def authorised(kind, said, given, genesis, operator):
    """Checks who signed; gives what that leaves open."""
    sender, scheme = said.get("from", "-"), given["scheme"]
    signature, signed = bytes.fromhex(given["authorization"][2:]), None
    if sender == "-":
        check("authorization: nobody has to sign this", scheme == 0 and not signature)
        return []
    accounts = {name: shown(said[name]) for name in ("from", "to") if name in said}
    seed_form = [said.get(name) for name in ("nonce", "until", "memo")] == ["-", "0", "-"]
    if scheme == 2 and (kind == "post" or said["nonce"] != "-"):
        domain = typed(DOMAIN, {"name": "Ledgerstone", "version": "1", "salt": genesis})
        order = typed(POST if kind == "post" else TRANSFER, {**said, **given, **accounts})
        what, signed = "typed data", keccak(b"\x19\x01" + domain + order)
    elif scheme == 1 and seed_form and sender[:2] == said["to"][:2] == "0x":
        text = (accounts["from"] + accounts["to"] + said["amount"]).encode()
        signed = keccak(b"\x19Ethereum Signed Message:\n%d" % len(text) + text)
        what = "seed text"
    check(f"authorization: scheme {scheme} is for this and has a signature",
          signed is not None and signature != b"")
    by = shown(signer(signed, signature) or "a key")
    if sender.startswith("0x"):
        check(f"authorization: {what} signed by the sender", by, shown(sender))
        return []
    check(f"authorization: {what} signed by {by}", by != "a key")
    if operator:
        check("authorization: that is the operator", by, shown(operator))
        return []
    return [f"that {by} is the ledger's operator, who signs for {sender} (--operator ADDRESS)"]

def inclusion(proof, asked):
    given, genesis, position = proof["transaction"], proof["genesis"], proof["position"]
    text, accepted = given["contentText"], millis(given["accepted"])
    kind = next((kind for kind, form in CONTENT.items() if form.fullmatch(text)), None)
    check(f"transaction: the content text is of a {kind or 'kind that there is'}", kind is not None)
    said = CONTENT[kind].fullmatch(text).groupdict()
    check("transaction: the SHA-256 of its content text is the id", sha(text), given["id"])
    check("transaction: it is for the ledger", said.get("ledger", genesis), genesis)
    texts = {name: sha(given[name]) if given[name] else "-" for name in TEXTS if name in given}
    check("transaction: memo, author and content are what the content text commits to",
          texts == {name: said[name] for name in TEXTS if name in said})
    check("transaction: the time of acceptance is one", accepted >= 0)
    left_open = authorised(kind, said, given, genesis, asked.operator)

    header, head = block("block", proof["block"], genesis), block("head", proof["head"], genesis)
    index, (count, merkle_root) = header["index"], header["transactions"].split()
    check(f"block: this {kind} can stand at position {position}",
          (index == "1") == (kind == "allocation")
          and (kind != "allocation" or said["position"] == str(position))
          and (kind != "reward" or (said["block"], position) == (index, 0)))
    if kind in ("allocation", "reward"):
        check(f"block: the {kind} has the block's time and goes to its miner, if there is one",
              given["accepted"] == header["time"] and header["miner"] in ("-", said["to"]))
    check(f"block: it holds {proof['count']} transactions", count == str(proof["count"]))
    leaf = (bytes.fromhex(given["id"]) + accepted.to_bytes(8, "big") + bytes([given["scheme"]])
            + bytes.fromhex(given["authorization"][2:]))
    check("block: the path leads from the transaction to the Merkle root",
          root(leaf, position, proof["count"], proof["path"]), merkle_root)
    if "history" in proof:
        held(proof["block"], head, proof["history"]["size"], proof["history"]["path"])
    else:
        check("head: it is the block itself", proof["head"]["hash"], proof["block"]["hash"])
    return head, left_open + ["when the transaction was accepted: that is its miner's word"]

def consistency(proof, asked):
    first, second = proof["first"], proof["second"]
    one, two = block("first", first), block("second", second)
    old, new = first["index"] - 1, second["index"] - 1
    if old == new:
        check("second: it is the first head itself", second["hash"], first["hash"])
        check("second: there is no path to it", proof["proof"] + proof["path"], [])
    else:
        check("second: it comes after the first", old < new)
        check(f"history: the {old} blocks before the first begin the {new} before the second",
              roots(one["history"], old, new, proof["proof"]) == (one["history"], two["history"])
              if old else not proof["proof"])
        held(first, two, new, proof["path"])
    if not asked.first:
        return two, ["that you have known the first head before (--first HASH)"]
    check("first: it is", first["hash"], asked.first)
    return two, []

def verified(proof, asked):
    """Checks everything; gives what is not shown by it."""
    two = isinstance(proof, dict) and "first" in proof
    check("file: it has the fields of a proof, each once and of its form",
          fits(CONSISTENCY if two else INCLUSION, proof))
    check("file: its version is", proof["version"], 1)
    head, left_open = (consistency if two else inclusion)(proof, asked)
    check("head: it is", proof["second" if two else "head"]["hash"], asked.head)
    start = proof["first"] if two else {}
    genesis = start["hash"] if start.get("index") == 1 else proof.get("genesis")
    if not genesis:
        left_open.append("which ledger this is of: no head but block 1 says so")
    elif asked.genesis:
        check("genesis: it is", genesis, asked.genesis)
    else:
        left_open.append(f"that the ledger of {genesis} is the one meant (--genesis HASH)")
    if "ethereum" in proof:
        left_open.append("whether Ethereum knows this head, as the file says: nobody was asked here")
    return left_open + [
        "whether this chain counts: that is as good as where the head's hash came from",
        f"what happened after the head, block {head['index']} of {head['time']}"]

def word(form):
    def read(text):
        low = text.lower()
        if re.fullmatch(form, low) and text in (low, shown(low), "0x" + low[2:].upper()):
            return low
        raise ValueError
    return read

def main(words):
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("file", help="the proof, JSON")
    parser.add_argument("--head", required=True, type=word(HASH), metavar="HASH",
                        help="the hash of the head (of two, the second) from elsewhere")
    parser.add_argument("--first", type=word(HASH), metavar="HASH",
                        help="of two heads, the hash of the first as it was kept")
    parser.add_argument("--genesis", type=word(HASH), metavar="HASH", help="the ledger meant")
    parser.add_argument("--operator", type=word(WALLET), metavar="ADDRESS",
                        help="who signs for the ledger's named accounts")
    asked = parser.parse_args(words)
    try:
        with open(asked.file, encoding="utf-8") as file:
            # An object in which a field stands twice is none.
            once = lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else None
            proof = json.load(file, object_pairs_hook=once)
    except (OSError, ValueError, RecursionError) as fault:
        print(f"{asked.file} cannot be read: {fault}", file=sys.stderr)
        return 2
    for line in verified(proof, asked):
        print("not shown:", line)
    print("Everything holds.")
    return 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
