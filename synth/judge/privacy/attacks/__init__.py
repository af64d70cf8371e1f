"""Attacks: what somebody who has the synthetic table, and knows some columns of a person, can find out.

| file | attack | main | baseline |
|---|---|---|---|
| `singling_out` | a statement that fits one synthetic row alone fits one person alone | share that do | random ones |
| `linkability` | two halves of a record are seen to belong together | share that are linked | false pairs |
| `attribute_inference` | the secret is read off the nearest synthetic rows | share guessed right | without the table |

Each is run for three `personas`, against people in the training rows and, as the control, against people of the
holdout: what works on both alike is knowledge of the world, not of the people in the table. `targets` chooses people
who are unique on what is known; `search` finds their nearest synthetic rows; `trial` is one attempt and what it says;
`attacks` runs them all. After Giomi et al. (2023), Houssiau et al. (2022), Stadler et al. (2022) and the Article 29
Working Party's opinion 05/2014.
"""
