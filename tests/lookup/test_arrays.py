"""Many values as one parameter."""

from django.db import connection

from policyhub.search import arrays


def test_many_values_are_one(db):
    sql = "SELECT COUNT(*) FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS t WHERE n {}"
    for keys in ([], [2], [1, 3, 9]):
        with connection.cursor() as cursor:
            cursor.execute(sql.format(arrays.contains("keys", "bigint")), {"keys": arrays.array(keys)})
            assert cursor.fetchone() == (len({1, 2, 3} & set(keys)),)
