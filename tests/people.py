"""The people of all tests: one organisation, two teams, one person in each role."""

from dataclasses import dataclass

from policyhub.accounts.models import Membership, Organisation, Role, Team, User

PASSWORD = "correct horse battery"


@dataclass
class People:
    """Ada administers and nothing else; Ana and Petra are managers; Ravi leads; Sam is staff, all at the desk.
    Mia is staff at the pool, which Petra manages too."""

    organisation: Organisation
    desk: Team
    pool: Team
    ada: User
    ana: User
    petra: User
    ravi: User
    sam: User
    mia: User


def person(username: str, name: str, **fields: object) -> User:
    return User.objects.create_user(username, PASSWORD, name=name, email=f"{username}@example.org", **fields)


def gather() -> People:
    """Make everybody. Straight into the tables: what they do in tests goes through the actions."""
    organisation = Organisation.objects.create(pk=1, name="Lakeside Leisure", time_zone="Europe/London")
    desk, pool = Team.objects.create(name="Desk"), Team.objects.create(name="Pool")
    ada = person("ada", "Ada Osei", is_admin=True)
    ana, petra = person("ana", "Ana Ruiz", phone="ext. 12"), person("petra", "Petra Novak")
    ravi, sam, mia = person("ravi", "Ravi Shah"), person("sam", "Sam Lee"), person("mia", "Mia Brandt")
    places = [
        (ana, desk, Role.MANAGER),
        (petra, desk, Role.MANAGER),
        (petra, pool, Role.MANAGER),
        (ravi, desk, Role.LEAD),
        (sam, desk, Role.STAFF),
        (mia, pool, Role.STAFF),
    ]
    Membership.objects.bulk_create([Membership(person=p, team=t, role=r) for p, t, r in places])
    return People(organisation, desk, pool, ada, ana, petra, ravi, sam, mia)
