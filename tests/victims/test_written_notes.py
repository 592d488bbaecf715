"""What an advocate writes beside a need and a determination is read again on the client's page."""

from tests.victims.rows import a_client
from victims import services


def test_the_note_of_a_need_and_what_a_determination_rests_on_stand_on_the_page(cast, acting, signed_in):
    client = a_client(cast)
    with acting(cast.advocate):
        services.note_need(by=cast.advocate, client=client, category="dental", note="A broken molar")
        said = {"standing": "confirmed", "form": "both", "basis": "court", "basis_note": "Court order"}
        services.determine(by=cast.advocate, client=client, **said)
    page = signed_in(cast.advocate).get(client.get_absolute_url()).content.decode()
    assert [said in page for said in ("A broken molar", "Court order")] == [True, True]
