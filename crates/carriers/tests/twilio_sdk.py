"""Twilio's own SDK as the judge: signs and validates webhooks, and uses the fake API as its real clients would.

    twilio_sdk.py sign     < [{"token", "url", "params": {name: [values]}, "algorithm"}]  > [signature]
    twilio_sdk.py validate < [{"token", "url", "params", "signature"}]                    > [true|false]
    twilio_sdk.py drive BASE ACCOUNT_SID AUTH_TOKEN                                       > {what the client saw}
"""

import json
import sys
from datetime import datetime, timezone

from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client


class Parameters(dict):
    """Several values of one name, as web frameworks hand them to the SDK."""

    def getlist(self, name):
        return self[name]


def sign(case):
    validator = RequestValidator(case["token"])
    return validator.compute_signature(case["url"], Parameters(case["params"]), case["algorithm"])


def validate(case):
    return RequestValidator(case["token"]).validate(case["url"], Parameters(case["params"]), case["signature"])


def refusal(action):
    try:
        action()
    except TwilioRestException as error:
        return [error.status, error.code]
    return None


def drive(base, sid, token):
    client = Client(sid, token)
    client.api.base_url = base
    line, maya = "+15005550001", "+15005550006"
    sent = [client.messages.create(to=maya, from_=line, body=f"text {n}") for n in range(5)]
    picture = client.messages.create(
        to=maya, from_=line, media_url=["https://example.com/1.jpg", "https://example.com/2.jpg"]
    )
    fetched = client.messages(sent[0].sid).fetch()
    since = datetime(2020, 1, 1, tzinfo=timezone.utc)
    stranger = Client(sid, "wrong")
    stranger.api.base_url = base
    return {
        "sids": [message.sid for message in sent],
        "status": fetched.status,
        "segments": fetched.num_segments,
        "created": fetched.date_created.timestamp(),
        "body": fetched.body,
        "media": picture.num_media,
        "listed": [message.sid for message in client.messages.list(to=maya, from_=line, page_size=2)],
        "unsent_by_date": [m.sid for m in client.messages.list(to=maya, date_sent_after=since)],
        "no_words": refusal(lambda: client.messages.create(to=maya, from_=line)),
        "no_number": refusal(lambda: client.messages.create(to="nobody", from_=line, body="x")),
        "too_long": refusal(lambda: client.messages.create(to=maya, from_=line, body="x" * 1601)),
        "unknown": refusal(lambda: client.messages("SM404").fetch()),
        "stranger": refusal(lambda: stranger.messages(sent[0].sid).fetch()),
    }


def main():
    mode, *rest = sys.argv[1:]
    if mode == "drive":
        answer = drive(*rest)
    else:
        answer = [{"sign": sign, "validate": validate}[mode](case) for case in json.load(sys.stdin)]
    json.dump(answer, sys.stdout)


main()
